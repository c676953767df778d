namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>The engines that the suite runs on.</summary>
public enum StoreKind
{
    Memory,
    Sqlite,
}
