namespace Amqp1.Cli.Configurations;

/// <summary>The treatment that an address prefix needs.</summary>
internal enum AddressDistribution
{
    /// <summary>One consumer gets a message, the closest one.</summary>
    Closest,

    /// <summary>One consumer gets a message, the least busy one.</summary>
    Balanced,

    /// <summary>Every consumer gets a copy.</summary>
    Multicast,
}
