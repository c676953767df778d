namespace Amqp1;

/// <summary>
/// Names where a message goes or where a server listens, in the terms of oslo.messaging: exchange, topic, server, fanout,
/// namespace and version.
/// </summary>
/// <remarks>Immutable and thread-safe. How a target becomes an AMQP address is the driver's business (docs/spec/addressing.md#composition).</remarks>
public sealed record Target
{
    /// <summary>The exchange, a scope for topics. Default: none, which means the configured control exchange.</summary>
    public string? Exchange { get; init; }

    /// <summary>The topic: what a set of equal servers is called by. Needed for sending and for serving.</summary>
    public string? Topic { get; init; }

    /// <summary>The namespace of the methods. Default: none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The version of the interface, <c>major.minor</c>. Default: none, which a server reads as 1.0.</summary>
    public string? Version { get; init; }

    /// <summary>The one server that is meant. Default: none, any server of the topic.</summary>
    public string? Server { get; init; }

    /// <summary>Whether every server of the topic is meant. Default: false.</summary>
    public bool Fanout { get; init; }

    /// <summary>Makes a target of a topic and, if given, a server.</summary>
    public static Target ForTopic(string topic, string? server = null) => new() { Topic = topic, Server = server };
}
