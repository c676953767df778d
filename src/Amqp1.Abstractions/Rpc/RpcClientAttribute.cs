
namespace Amqp1.Rpc;

/// <summary>Marks an interface whose methods are calls to a remote service. A class that implements the interface is generated.</summary>
/// <remarks>
/// <para>
/// A method returns a <see cref="Task"/> or <c>ValueTask</c>, with or without a result, and throws the exceptions of
/// <c>RpcClient</c>. Its wire name is that of <see cref="RpcMethodAttribute"/> or else its own name in snake_case without
/// <c>Async</c>. Its parameters are arguments under their names in snake_case, with these exceptions: a <c>MessagingContext</c> is
/// the request context to send, a string with <see cref="ServerAttribute"/> names the server, and the last parameter can be a
/// <see cref="CancellationToken"/>. With <see cref="CastAttribute"/> or <see cref="FanoutAttribute"/>, the method does not wait for a reply.
/// </para>
/// <para>
/// <c>AddAmqp1Messaging()</c> registers the interfaces of the application as singletons. They are thread-safe.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [RpcClient("conductor", Version = "2.0")]
/// public interface IConductor
/// {
///     Task&lt;Flavor&gt; GetFlavorAsync(string id, CancellationToken cancel = default);
///
///     [Fanout]
///     Task RefreshAsync();
///
///     [RpcMethod(TimeoutSeconds = 5)]
///     Task RestartAsync([Server] string host, CancellationToken cancel = default);
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Interface, Inherited = false)]
public sealed class RpcClientAttribute : Attribute
{
    /// <summary>Initializes a new instance of the attribute for a topic.</summary>
    public RpcClientAttribute(string topic) => Topic = topic;

    /// <summary>The topic of the service.</summary>
    public string Topic { get; }

    /// <summary>The version to request, <c>major.minor</c>. Default: null, which a server treats as 1.0.</summary>
    public string? Version { get; set; }

    /// <summary>The namespace of the methods. Default: null, no namespace.</summary>
    public string? Namespace { get; set; }

    /// <summary>The exchange of the topic. Default: null, the configured control exchange.</summary>
    public string? Exchange { get; set; }

    /// <summary>
    /// The name of a single server. Default: null, any server. A parameter with <see cref="ServerAttribute"/> takes precedence.
    /// </summary>
    public string? Server { get; set; }

    /// <summary>Whether all methods are sent to every server of the topic, as with <see cref="FanoutAttribute"/>. Default: false.</summary>
    public bool Fanout { get; set; }

    /// <summary>
    /// The time that a call waits for its reply, in seconds. Default: 0, which means <c>Amqp1:Rpc:ResponseTimeout</c>. The timeout of
    /// <see cref="RpcMethodAttribute"/> takes precedence.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}
