namespace Amqp1.Interop.Tests.Harness;

/// <summary>An embedded intermediary for clients of other engines.</summary>
public enum ForeignCell
{
    /// <summary>The router, over TCP.</summary>
    Router,

    /// <summary>The router, over TLS.</summary>
    RouterOverTls,

    /// <summary>The broker in memory, over TCP.</summary>
    Broker,

    /// <summary>The broker with a durable store, over TCP.</summary>
    DurableBroker,

    /// <summary>The broker with a durable store, over TLS.</summary>
    DurableBrokerOverTls,
}
