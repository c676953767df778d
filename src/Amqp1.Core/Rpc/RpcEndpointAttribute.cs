namespace Amqp1.Rpc;

/// <summary>Marks a class whose public methods can be called over the bus.</summary>
/// <remarks>
/// A method's wire name is its own in snake_case, without <c>Async</c>; so are the names of its arguments. Methods may take a
/// <see cref="RpcContext"/> and, last, a <see cref="CancellationToken"/>; these are not arguments on the wire.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RpcEndpointAttribute : Attribute
{
    /// <summary>Makes one for a topic.</summary>
    /// <param name="topic">The topic to serve; not empty, or the host does not start.</param>
    public RpcEndpointAttribute(string topic) => Topic = topic;

    /// <summary>The topic to serve.</summary>
    public string Topic { get; }

    /// <summary>The version of the interface, <c>major.minor</c>. Default: 1.0.</summary>
    public string Version { get; set; } = "1.0";

    /// <summary>The namespace of the methods. Default: none.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// Further namespaces by which the methods can be called, for callers that have not moved to <see cref="Namespace"/> yet; null among
    /// them stands for none. Default: no others.
    /// </summary>
    public string?[] LegacyNamespaces { get; set; } = [];

    /// <summary>Which methods callers may reach. Default: <see cref="RpcAccess.Default"/>, all public ones.</summary>
    public RpcAccess Access { get; set; }

    /// <summary>The exchange of the topic. Default: the configured control exchange.</summary>
    public string? Exchange { get; set; }

    /// <summary>The name of the server. Default: the machine's name.</summary>
    public string? Server { get; set; }
}
