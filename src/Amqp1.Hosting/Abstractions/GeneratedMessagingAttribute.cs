using System.ComponentModel;

namespace Amqp1.Hosting;

/// <summary>
/// The generated registrations of the endpoint classes and client interfaces of an assembly. The generator adds a derived attribute to the
/// assembly, so that one lookup finds the registrations, even in a trimmed application.
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
    /// The names of classes and interfaces for which no code could be generated. The analyzers of this package report their errors, and the
    /// compilation fails. If the analyzers are disabled, the host does not start.
    /// </summary>
    public virtual IReadOnlyList<string> Refused => [];
}
