namespace Amqp1.Rpc;

/// <summary>Marks an interface whose methods are calls to a remote service; a class that makes them is generated.</summary>
/// <remarks>
/// <para>
/// A method returns a <see cref="Task"/> or <see cref="ValueTask"/>, with or without a result, and throws what <see cref="RpcClient"/>
/// throws. Its wire name is its own in snake_case, without <c>Async</c>, or that of <see cref="RpcMethodAttribute"/>; all its parameters
/// are arguments under their names in snake_case, but for a <see cref="MessagingContext"/>, the request context to send along, a
/// string with <see cref="ServerAttribute"/>, and, last, a <see cref="CancellationToken"/>. With <see cref="CastAttribute"/> or
/// <see cref="FanoutAttribute"/> it waits for no reply.
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
    /// <summary>Makes one for a topic.</summary>
    public RpcClientAttribute(string topic) => Topic = topic;

    /// <summary>The topic of the service.</summary>
    public string Topic { get; }

    /// <summary>The version to ask for, <c>major.minor</c>. Default: none, which a server reads as 1.0.</summary>
    public string? Version { get; set; }

    /// <summary>The namespace of the methods. Default: none.</summary>
    public string? Namespace { get; set; }

    /// <summary>The exchange of the topic. Default: the configured control exchange.</summary>
    public string? Exchange { get; set; }

    /// <summary>The one server that is meant. Default: any. A parameter with <see cref="ServerAttribute"/> goes before it.</summary>
    public string? Server { get; set; }

    /// <summary>Whether all methods go to every server of the topic, as with <see cref="FanoutAttribute"/>. Default: false.</summary>
    public bool Fanout { get; set; }

    /// <summary>
    /// How long a call waits for its reply, in seconds. Default: 0, which means <c>Amqp1:Rpc:ResponseTimeout</c>. That of
    /// <see cref="RpcMethodAttribute"/> goes before it.
    /// </summary>
    public double TimeoutSeconds { get; set; }
}
