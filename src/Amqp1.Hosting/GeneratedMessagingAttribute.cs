using System.ComponentModel;

namespace Amqp1.Hosting;

/// <summary>
/// What was generated for the endpoint classes and client interfaces of an assembly. The generator derives an attribute of it and
/// puts that on the assembly, so that one look at the assembly finds it, trimmed or not.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GeneratedMessagingAttribute : Attribute
{
    /// <summary>The classes with <c>[RpcEndpoint]</c> or <c>[NotificationEndpoint]</c>.</summary>
    public abstract IReadOnlyList<GeneratedEndpoint> Endpoints { get; }

    /// <summary>The interfaces with <c>[RpcClient]</c>.</summary>
    public abstract IReadOnlyList<GeneratedClient> Clients { get; }

    /// <summary>
    /// The names of classes and interfaces for which nothing could be generated. A compiler that runs the analyzers of this package reports
    /// their mistakes and makes no assembly; where it was told not to run them, the host does not start.
    /// </summary>
    public virtual IReadOnlyList<string> Refused => [];
}
