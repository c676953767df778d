namespace Amqp1.SharedContracts;

public sealed class CatalogItem
{
    public string ItemId { get; set; } = "";

    public int Price { get; set; }
}
