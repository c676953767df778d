namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>What the generator makes for an assembly with an endpoint class that it had to refuse.</summary>
public sealed class CarelessMessagingAttribute : GeneratedMessagingAttribute
{
    public override IReadOnlyList<GeneratedEndpoint> Endpoints => [];

    public override IReadOnlyList<GeneratedClient> Clients => [];

    public override IReadOnlyList<string> Refused => ["Careless.Stock"];
}
