using Amqp1.AppHost;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Adds the AMQP 1.0 broker of Amqp1Hosting to an AppHost.</summary>
public static class Amqp1BrokerBuilderExtensions
{
    /// <summary>
    /// Adds a broker that runs on the developer's machine. Services that refer to it with <c>WithReference</c> get its transport URL as a
    /// connection string.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The broker is <c>amqp1 broker</c>: calls are routed and notifications are stored, and everybody on this machine may connect. The SDK
    /// downloads the package <c>Amqp1.Cli</c> in the version of this package and runs it; <see cref="WithTool"/> names another program.
    /// </para>
    /// <para>The resource is for development. In production, refer to a bus with <c>AddConnectionString</c>.</para>
    /// </remarks>
    /// <example>
    /// <code>
    /// var bus = builder.AddAmqp1Broker("bus").WithStore();
    /// builder.AddProject&lt;Projects.Billing&gt;("billing").WithReference(bus).WaitFor(bus);
    /// </code>
    /// </example>
    /// <param name="builder">The builder of the AppHost.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port at which services connect; null for a free port.</param>
    public static IResourceBuilder<Amqp1BrokerResource> AddAmqp1Broker(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var program = ToolProgram.OfPackage;
        var resource = new Amqp1BrokerResource(name, program.FileName, builder.AppHostDirectory);
        var check = $"{name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(check, _ => new BrokerHealthCheck(resource.BusEndpoint), null, null));
        var broker = builder.AddResource(resource)
            .WithAnnotation(program)
            .WithEndpoint(port: port, scheme: "amqp", name: Amqp1BrokerResource.BusEndpointName)
            .WithHttpEndpoint(name: Amqp1BrokerResource.ConsoleEndpointName)
            .WithUrlForEndpoint(Amqp1BrokerResource.ConsoleEndpointName, url => url.DisplayText = "Console")
            .WithArgs(context => AddArguments(resource, context.Args))
            .WithHealthCheck(check)
            .WithIconName("MailInbox");
        BrokerCommands.Add(broker);
        return broker;
    }

    /// <summary>Starts another program instead of the package <c>Amqp1.Cli</c>, such as the installed tool: <c>WithTool("amqp1")</c>.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="program">The program: the name of a file in the search path, or a path.</param>
    /// <param name="arguments">The arguments that precede those of the tool, such as the path of <c>amqp1.dll</c> for the program <c>dotnet</c>.</param>
    public static IResourceBuilder<Amqp1BrokerResource> WithTool(this IResourceBuilder<Amqp1BrokerResource> broker, string program, params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(broker);
        ArgumentException.ThrowIfNullOrWhiteSpace(program);
        ArgumentNullException.ThrowIfNull(arguments);
        return broker.WithAnnotation(new ToolProgram(program, [.. arguments]), ResourceAnnotationMutationBehavior.Replace).WithCommand(program);
    }

    /// <summary>Keeps queues and messages in a SQLite file, so that they survive a restart of the broker and of the AppHost.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="path">
    /// The file; a relative path starts at the folder of the AppHost. Null for a file of this AppHost and resource in the folder of the
    /// user's local application data.
    /// </param>
    public static IResourceBuilder<Amqp1BrokerResource> WithStore(this IResourceBuilder<Amqp1BrokerResource> broker, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var file = path is null ? DefaultStore(broker) : Path.GetFullPath(path, broker.ApplicationBuilder.AppHostDirectory);
        return broker.WithAnnotation(new StoreFile(file), ResourceAnnotationMutationBehavior.Replace);
    }

    /// <summary>
    /// Gives a service the transport URL of the broker as a connection string. <c>AddAmqp1Messaging()</c> uses it, whatever its name is, if
    /// the service refers to no other broker. The instance of <c>AddAmqp1Messaging(key)</c> uses the one whose name is its key.
    /// </summary>
    /// <typeparam name="T">The type of the service.</typeparam>
    /// <param name="builder">The service.</param>
    /// <param name="source">The broker.</param>
    /// <param name="connectionName">The name of the connection string; null for the name of the broker.</param>
    /// <param name="optional">Whether the service starts without the connection string if there is none.</param>
    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<Amqp1BrokerResource> source, string? connectionName = null, bool optional = false)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        ResourceBuilderExtensions.WithReference(builder, (IResourceBuilder<IResourceWithConnectionString>)source, connectionName, optional);
        return builder
            .WithAnnotation(new BusReference(connectionName ?? source.Resource.Name))
            .WithEnvironment(context => BusReference.SetName(context.Resource, context.EnvironmentVariables));
    }

    private static string DefaultStore(IResourceBuilder<Amqp1BrokerResource> broker) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "Amqp1.Aspire.Hosting",
        VolumeNameGenerator.Generate(broker, "messages") + ".db");

    private static void AddArguments(Amqp1BrokerResource broker, IList<object> arguments)
    {
        foreach (var argument in ToolProgram.Of(broker).Arguments)
        {
            arguments.Add(argument);
        }

        arguments.Add("broker");
        arguments.Add("--port");
        arguments.Add(broker.BusEndpoint.Property(EndpointProperty.TargetPort));
        arguments.Add("--http");
        arguments.Add(broker.ConsoleEndpoint.Property(EndpointProperty.TargetPort));
        if (broker.Annotations.OfType<StoreFile>().LastOrDefault() is { } store)
        {
            // The tool does not create folders.
            Directory.CreateDirectory(Path.GetDirectoryName(store.Path)!);
            arguments.Add("--store");
            arguments.Add(store.Path);
        }
    }
}
