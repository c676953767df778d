namespace Amqp1;

/// <summary>
/// The destination of a message, or the place where a server listens, in the terms of oslo.messaging: exchange, topic, server, fanout,
/// namespace and version.
/// </summary>
/// <remarks>Immutable and thread-safe. The driver converts a target to an AMQP address (docs/spec/addressing.md#composition).</remarks>
public sealed record Target
{
    /// <summary>The exchange, which is a scope for topics. Default: null, the configured control exchange.</summary>
    public string? Exchange { get; init; }

    /// <summary>The topic, which is the common name of a set of equivalent servers. Required for sending and for serving.</summary>
    public string? Topic { get; init; }

    /// <summary>The namespace of the methods. Default: null, no namespace.</summary>
    public string? Namespace { get; init; }

    /// <summary>The version of the interface, <c>major.minor</c>. Default: null, which a server treats as 1.0.</summary>
    public string? Version { get; init; }

    /// <summary>The name of a single server. Default: null, any server of the topic.</summary>
    public string? Server { get; init; }

    /// <summary>Whether messages go to every server of the topic. Default: false.</summary>
    public bool Fanout { get; init; }

    /// <summary>Creates a target from a topic and, optionally, a server.</summary>
    public static Target ForTopic(string topic, string? server = null) => new() { Topic = topic, Server = server };
}
