package io.tripline.examples.world;

/** The language of shop signs: a word for each category with a door, and family names. */
enum Tongue {
  GERMAN(
      "Markt,Café,Gasthaus,Tankstelle,Apotheke,Verkehrsbetriebe,Modehaus,Baumarkt,Elektronik,"
          + "Juwelier,Hotel,Duty Free,Geldautomat",
      "Müller,Weiß,Schröder,Jäger,Köhler,Böhm,Groß,Zöllner"),
  FRENCH(
      "Marché,Café,Brasserie,Station-service,Pharmacie,Transports,Boutique,Bricolage,Électronique,"
          + "Joaillerie,Hôtel,Hors Taxes,Distributeur",
      "Lefèvre,Gauthier,Noël,Béranger,Dupré,Chêne,Besançon,Aÿ"),
  DUTCH(
      "Supermarkt,Koffiehuis,Eetcafé,Tankstation,Apotheek,Vervoer,Modehuis,Bouwmarkt,Elektronica,"
          + "Juwelier,Hotel,Taxfree,Geldautomaat",
      "Jansen,de Vries,van Dijk,Smit,Mulder,Coëlho,Daniël,Zoë"),
  SPANISH(
      "Mercado,Cafetería,Restaurante,Gasolinera,Farmacia,Transportes,Moda,Bricolaje,Electrónica,"
          + "Joyería,Hotel,Libre de Impuestos,Cajero",
      "García,Núñez,Peña,Gómez,Ibáñez,Muñoz,Velázquez,Ordóñez"),
  ITALIAN(
      "Mercato,Caffè,Trattoria,Distributore,Farmacia,Trasporti,Moda,Ferramenta,Elettronica,"
          + "Gioielleria,Albergo,Duty Free,Bancomat",
      "Rossi,D'Angelo,Nicolò,Bianchi,Forlì,Greco,Dell'Orto,Conti"),
  PORTUGUESE(
      "Mercado,Pastelaria,Restaurante,Posto,Farmácia,Transportes,Moda,Ferragens,Eletrónica,"
          + "Joalharia,Hotel,Franquia,Multibanco",
      "Conceição,Magalhães,Simões,Araújo,Brandão,Luís,Fátima,Leão"),
  ENGLISH(
      "Market,Coffee,Grill,Fuel,Pharmacy,Transit,Outfitters,Hardware,Electronics,"
          + "Jewelers,Hotel,Duty Free,ATM",
      "Baker,O'Neill,Hughes,Brontë,Marsh,Siobhán,Walker,Reed"),
  JAPANESE("ストア,カフェ,食堂,スタンド,薬局,交通,洋服店,工具店,電器,宝石店,ホテル,免税店,現金自動機", "佐藤,鈴木,高橋,田中,渡辺,伊藤,山本,中村");

  private final String[] words;
  private final String[] names;

  Tongue(String words, String names) {
    this.words = words.split(",", -1);
    this.names = names.split(",", -1);
  }

  /** The sign of the {@code number}-th shop (from 0) of a category in a city; each its own. */
  String sign(Category category, String city, int number) {
    String word = words[category.ordinal()];
    if (this == JAPANESE) {
      return city + (number == 0 ? word : name(number) + word);
    }
    if (number == 0) {
      return word + " " + city;
    }
    // Quotation marks as real signs have them: a reader of the lines must cope.
    return number % 16 == 2
        ? word + " \"" + name(number) + "\", " + city
        : word + " " + name(number) + ", " + city;
  }

  private String name(int number) {
    String name = names[(number - 1) % names.length];
    int round = (number - 1) / names.length;
    return round == 0 ? name : name + " " + (round + 1);
  }
}
