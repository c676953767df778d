namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>The attribute that the generator writes for an assembly with an endpoint class that it refused.</summary>
public sealed class CarelessMessagingAttribute : GeneratedMessagingAttribute
{
    public override IReadOnlyList<GeneratedEndpoint> Endpoints => [];

    public override IReadOnlyList<GeneratedClient> Clients => [];

    public override IReadOnlyList<string> Refused => ["Careless.Stock"];
}
