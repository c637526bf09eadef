"""By which names do papers call their desks? Arabic, French, English and the words of corpora, as data.

One line a desk, names parted by `·`. The article ال, vowel signs, spelling variants, letter case and accents do not
matter; neither do words that say nothing beside another name (`desks._SAYS_NOTHING`). A name that two desks share stands under none.
"""

from __future__ import annotations

NAMES = {
    "politics": """
        politics · politic · political · policy · elections · parliament · سياسة · سياسي · سياسية · سياسات · الشأن السياسي ·
        أحزاب · برلمان · أحزاب وبرلمان · انتخابات · سياسة وأحزاب · أحزاب ونواب · برلمانيات · المشهد السياسي ·
        politique · politiques · vie politique · élections · parlement""",
    "local": """
        local · locals · national · nation · domestic · home affairs · محليات · محلي · محلية · وطني · وطنية · وطنيات ·
        الشأن المحلي · الشأن الوطني · داخلية · داخلي · محليات وطنية · nationale · locale · locales · actualité nationale""",
    "governorates": """
        governorates · regions · regional · provinces · محافظات · ولايات · جهات · جهوي · جهوية · جهويات · مناطق ·
        أقاليم · أقاليم ومحافظات · مدن ومحافظات · محافظات ومدن · محافظات ومناطق · مدن وقرى · بلديات · régions · région · régional ·
        régionale · province""",
    "arab": """
        arab · arab world · arabic world · middle east · mideast · mena · gulf · maghreb · عرب · عربي · عربية · عربيات ·
        العالم العربي · الوطن العربي · الشأن العربي · الشرق الأوسط · شرق أوسط · المغرب العربي · مغاربي · مغاربية · مغاربيات ·
        الخليج · خليجي · خليجية · خليجيات · خليج وعرب · monde arabe · maghrébin · moyen orient · proche orient · afrique du nord""",
    "world": """
        world · international · global · foreign · abroad · africa · europe · asia · americas · us canada · عالم · عالمي ·
        عالمية · عالميات · دولي · دولية · دوليات · خارجي · خارجية · الشأن الدولي · حول العالم · من العالم · عبر العالم · عربي ودولي ·
        عربية ودولية · عربي وعالمي · عربية وعالمية · عرب وعالم · العالم والعرب · عربي دولي · عربي عالمي · عربية دولية · دولي وعربي ·
        دولية وعربية · إقليمي ودولي · إقليمية ودولية · إفريقيا · أفريقيا · أوروبا · آسيا · أمريكا · أميركا · الأمريكتان · خارج الحدود ·
        monde · internationale · internationales · étranger · afrique · europe · asie · amérique · amériques · planète""",
    "economy": """
        economy · economics · economic · economies · business · businesses · money · finance · financial · markets · market · banks ·
        banking · stocks · stock market · energy · real estate · اقتصاد · اقتصادي · اقتصادية · اقتصاديات · أعمال · مال · مالية · مال وأعمال ·
        مال واقتصاد · مال وأسواق · سوق المال · أسواق · أسواق المال · أسواق مالية · أسهم · بورصة · بورصات · بنوك · مصارف · مصرفيات · بنوك وتأمين ·
        تأمين · استثمار · استثمارات · شركات · عقارات · عقار · طاقة · نفط · نفط وغاز · ذهب · عملات · أسعار · تجارة · صناعة · زراعة ·
        اقتصاد وشركات · بيزنس · économie · éco · économique · affaires · finances · marchés · marché · banques · bourse · entreprises · énergie · immobilier""",
    "sports": """
        sports · sport · football · soccer · basketball · tennis · رياضة · رياضي · رياضية · رياضات · رياضيات وملاعب · ملاعب · كرة · كورة ·
        كرة قدم · كرة القدم · كرة السلة · كرة اليد · تنس · كأس العالم · الشأن الرياضي · رياضة وشباب · شباب ورياضة · عالم الرياضة · كورة وملاعب ·
        sportif · sportive · foot · handball · omnisports""",
    "accidents": """
        accidents · accident · crime · crimes · courts · incidents · accidents and crimes · حوادث · حادث · جريمة · جرائم ·
        محاكم · محاكم وقضايا · أمن وقضاء · قضاء وأمن · أمن ومحاكم · حوادث وقضايا · قضايا وحوادث · حوادث ومحاكم · نوازل · أخبار الجريمة · faits divers · fait divers · justice · tribunaux""",
    "society": """
        society · social · community · societies · مجتمع · مجتمعات · مجتمعي · اجتماعي · اجتماعية · اجتماعيات · شؤون اجتماعية · شأن اجتماعي ·
        قضايا المجتمع · société · sociale · sociétés""",
    "education": """
        education · schools · universities · تعليم · تربية · تعليمية · تربية وتعليم · تعليم عالي · تعليم وجامعات · مدارس وجامعات · جامعات ·
        جامعة · مدارس · تلاميذ وطلاب · طلاب وجامعات · éducation · enseignement · universités · école""",
    "health": """
        health · medicine · medical · wellness · صحة · صحي · صحية · طب · طبي · طب وصحة · صحة وطب · صحة وتغذية · صحتك · santé · médecine · bien être""",
    "culture": """
        culture · cultural · books · literature · ثقافة · ثقافي · ثقافية · ثقافات · أدب · آداب · كتب · أدب وثقافة · شعر · تراث · ثقافة وفنون ·
        ثقافة وفن · فن وثقافة · فنون وثقافة · ثقافة وأدب · ثقافات وفنون · فكر وثقافة · ثقافة وفكر · آثار · آداب وفنون · culturel · culturelle ·
        livres · littérature · patrimoine · arts et culture · culture et arts · culture arts · arts culture · arts and culture · culture and arts""",
    "arts": """
        arts · art · entertainment · cinema · movies · music · celebrities · showbiz · celebrity · tv and cinema · فن · فنون · فني · فنية · فنيات · سينما ·
        موسيقى · مسرح · دراما · مشاهير · نجوم · نجوم الفن · فن ومشاهير · مشاهير وفن · نجوم ومشاهير · أهل الفن · سينما وتلفزيون · فن وسينما · سينما ومسرح · أفلام · مسلسلات ·
        فن ونجوم · cinéma · musique · théâtre · spectacles · spectacle""",
    "technology": """
        technology · technologies · tech · gadgets · digital · science and technology · sci tech · scitech · science technology ·
        تكنولوجيا · تقنية · تقنيات · تقني · تكنولوجي · علوم وتكنولوجيا · علوم وتقنية · تكنولوجيا وعلوم · تقنية وعلوم · علم وتكنولوجيا ·
        تكنولوجيا واتصالات · اتصالات · اتصالات وتكنولوجيا · إنترنت · هواتف · هواتف ذكية · تطبيقات · ألعاب إلكترونية · برمجيات · رقميات · ذكاء اصطناعي ·
        technologie · techno · high tech · hightech · numérique · sciences et technologies · sciences et technologie · tic · informatique""",
    "science": """
        science · sciences · space · علوم · علم · علمي · علمية · فضاء · علوم وفضاء · اكتشافات · scientifique""",
    "environment": """
        environment · climate · climate change · بيئة · بيئي · بيئية · مناخ · بيئة ومناخ · مناخ وبيئة · تغير المناخ · تغير مناخي · environnement · climat · écologie""",
    "religion": """
        religion · faith · islam · islamic · دين · ديني · دينية · دينيات · إسلاميات · إسلامي · إسلامية · دين ودنيا · دين وحياة · فتاوى · فتاوى وأحكام ·
        شؤون دينية · إيمانيات · قرآن · religieux · religions""",
    "media": """
        media · press · journalism · إعلام · صحافة · صحافة وإعلام · إعلام وصحافة · تلفزيون · توك شو · إذاعة وتلفزيون · ميديا ·
        médias · média · presse · télévision""",
    "women": """
        women · woman · women and family · مرأة · نساء · نسائيات · حواء · مرأة وطفل · مرأة ومجتمع · مرأة وأسرة · أسرة ومرأة · سيدتي · femme · femmes""",
    "variety": """
        variety · misc · miscellaneous · diverse · various · lifestyle · life style · offbeat · odd news · weird · trends · منوعات · منوع · متنوع · متنوعة ·
        متفرقات · طرائف · غرائب · غرائب وطرائف · عجائب · غرائب وعجائب · لايف ستايل · تسلية · من كل بلد خبر · مشاهدات ·
        divers · insolite · insolites · people · mode de vie · style de vie · détente""",
    "tourism": """
        tourism · travel · سياحة · سفر · سياحة وسفر · سفر وسياحة · سياحة وطيران · طيران وسياحة · سياحة وآثار · tourisme · voyage · voyages""",
    "cars": """
        cars · car · autos · auto · motors · automotive · سيارات · عالم السيارات · محركات · automobile · automobiles · voitures""",
    "weather": """
        weather · طقس · الأرصاد · أحوال الطقس · حالة الطقس · حالة الجو · أرصاد جوية · météo""",
    "investigations": """
        investigations · investigation · تحقيقات · تحقيق · استقصاء · استقصائي · تحقيقات استقصائية · تحقيقات وحوارات · حوارات وتحقيقات · enquête · enquêtes""",
    "reports": """
        reports · reportage · reportages · features · تقارير · ريبورتاج · روبرتاج · تقارير وتحقيقات · تحقيقات وتقارير · تقارير خاصة · تقارير صحفية""",
    "opinion": """
        opinion · opinions · op ed · oped · columns · column · columnists · editorial · editorials · commentary · comment · views · viewpoint · blogs · blog ·
        رأي · آراء · مقال · مقالات · مقالات رأي · مقالات الرأي · رأي ومقالات · مقالات وآراء · مقال رأي · كتاب وآراء · كتاب ومقالات · كتاب الرأي · كتاب المقالات · آراء وكتاب ·
        آراء ومقالات · آراء حرة · رأي حر · رأي وتحليل · رأي الكتاب · آراء الكتاب · كتابنا · كتاب المقال · أعمدة · عمود · أعمدة الرأي · أعمدة ومقالات · كتاب الأعمدة · كتاب اليوم · عمود الرأي · افتتاحية · افتتاحيات ·
        كلمة العدد · كلمة اليوم · رأي اليوم · منبر · منبر حر · منبر الرأي · منابر · وجهة نظر · وجهات نظر · أقلام · أقلام وآراء · أقلام حرة · بأقلامهم · بأقلام القراء ·
        مدونات · تدوينات · مدونة · مساحة رأي · مواقف · مواقف وآراء · قضايا وآراء · آراء وقضايا · رأي وقضايا · أفكار وآراء · تحليل ورأي · صوت القارئ · منتدى القراء · رسائل القراء ·
        tribune · tribunes · tribune libre · chronique · chroniques · édito · éditorial · éditoriaux · éditos · point de vue · points de vue · libre opinion · contribution ·
        contributions · débats · débat · idées · billet · billets""",
}
