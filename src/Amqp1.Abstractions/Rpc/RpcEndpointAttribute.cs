namespace Amqp1.Rpc;

/// <summary>Marks a class whose public methods can be called over the bus.</summary>
/// <remarks>
/// The wire name of a method is its own name in snake_case without <c>Async</c>; the names of arguments are in snake_case, too. Methods
/// can take an <c>RpcContext</c> and, as the last parameter, a <see cref="CancellationToken"/>; these are not arguments on the
/// wire.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RpcEndpointAttribute : Attribute
{
    /// <summary>Initializes a new instance of the attribute for a topic.</summary>
    /// <param name="topic">The topic to serve. If it is empty, the host does not start.</param>
    public RpcEndpointAttribute(string topic) => Topic = topic;

    /// <summary>The topic to serve.</summary>
    public string Topic { get; }

    /// <summary>The version of the interface, <c>major.minor</c>. Default: 1.0.</summary>
    public string Version { get; set; } = "1.0";

    /// <summary>The namespace of the methods. Default: null, no namespace.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// Additional namespaces by which the methods can be called, for callers that do not use <see cref="Namespace"/> yet. A null entry
    /// means no namespace. Default: empty.
    /// </summary>
    public string?[] LegacyNamespaces { get; set; } = [];

    /// <summary>Specifies which methods callers can reach. Default: <see cref="RpcAccess.Default"/>, all public methods.</summary>
    public RpcAccess Access { get; set; }

    /// <summary>The exchange of the topic. Default: null, the configured control exchange.</summary>
    public string? Exchange { get; set; }

    /// <summary>The name of the server. Default: null, the name of the machine.</summary>
    public string? Server { get; set; }
}
