using Amqp1.Hosting;

[assembly: Amqp1.Docs.Tests.DocumentedClients]

namespace Amqp1.Docs.Tests;

/// <summary>
/// Registers the client interfaces that the settings of the documents name, so that the host does not report those settings as unknown.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class DocumentedClientsAttribute : GeneratedMessagingAttribute
{
    public override IReadOnlyList<GeneratedEndpoint> Endpoints => [];

    public override IReadOnlyList<GeneratedClient> Clients { get; } =
        [new(typeof(IConductor), (_, _) => throw new InvalidOperationException("The documents only configure this client."))];
}
