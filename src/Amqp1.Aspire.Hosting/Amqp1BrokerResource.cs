namespace Aspire.Hosting.ApplicationModel;

/// <summary>The AMQP 1.0 broker of Amqp1Hosting, which the tool <c>amqp1</c> runs on the developer's machine.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="command">The program that is started.</param>
/// <param name="workingDirectory">The folder in which the program is started.</param>
public sealed class Amqp1BrokerResource(string name, string command, string workingDirectory)
    : ExecutableResource(name, command, workingDirectory), IResourceWithConnectionString
{
    internal const string BusEndpointName = "amqp";
    internal const string ConsoleEndpointName = "console";

    /// <summary>The endpoint at which services connect.</summary>
    public EndpointReference BusEndpoint => field ??= new(this, BusEndpointName);

    /// <summary>The endpoint of the console page, which shows connections, addresses, queues and rates.</summary>
    public EndpointReference ConsoleEndpoint => field ??= new(this, ConsoleEndpointName);

    /// <summary>The transport URL: <c>amqp://HOST:PORT</c>.</summary>
    public ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create($"amqp://{BusEndpoint.Property(EndpointProperty.Host)}:{BusEndpoint.Property(EndpointProperty.Port)}");
}
