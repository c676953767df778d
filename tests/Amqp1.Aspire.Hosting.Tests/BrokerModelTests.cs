using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace Amqp1.AppHost.Tests;

/// <summary>Tests the model of a broker in an AppHost. Nothing is started.</summary>
public sealed class BrokerModelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_package_of_the_tool_is_run_in_the_version_of_this_package()
    {
        var bus = Broker();

        var arguments = await ArgumentsOfAsync(bus.Resource);

        bus.Resource.Command.ShouldBe("dotnet");
        arguments[..2].ShouldBe(["tool", "exec"]);
        arguments[2].ShouldMatch(@"^Amqp1\.Cli@\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$");
        arguments[3..6].ShouldBe(["--yes", "--", "broker"]);
        arguments.ShouldContain("--port");
        arguments.ShouldContain("--http");
        arguments.ShouldNotContain("--store");
    }

    [Fact]
    public async Task Another_program_replaces_the_package()
    {
        var bus = Broker().WithTool("amqp1");

        var arguments = await ArgumentsOfAsync(bus.Resource);

        bus.Resource.Command.ShouldBe("amqp1");
        arguments[0].ShouldBe("broker");
    }

    [Fact]
    public async Task A_store_is_a_file_at_the_given_path_below_the_folder_of_the_AppHost()
    {
        var folder = Directory.CreateTempSubdirectory("amqp1-aspire");
        try
        {
            var bus = Broker().WithStore(Path.Combine(folder.FullName, "below", "bus.db"));

            var arguments = await ArgumentsOfAsync(bus.Resource);

            arguments[^2..].ShouldBe(["--store", Path.Combine(folder.FullName, "below", "bus.db")]);
            Directory.Exists(Path.Combine(folder.FullName, "below")).ShouldBeTrue();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_store_without_a_path_belongs_to_the_AppHost_and_the_resource()
    {
        var stores = new[] { "bus", "other" }.Select(name => Broker(name).WithStore().Resource.Annotations.OfType<StoreFile>().Single().Path).ToArray();

        stores.ShouldAllBe(path => Path.IsPathFullyQualified(path) && path.EndsWith(".db"));
        stores[0].ShouldNotBe(stores[1]);
    }

    [Fact]
    public async Task A_reference_gives_the_transport_url_as_a_connection_string()
    {
        var bus = Broker();
        bus.WithEndpoint("amqp", endpoint => endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 5673));
        var service = bus.ApplicationBuilder.AddExecutable("billing", "true", ".").WithReference(bus).WithReference(bus, "amqp1");

        var environment = await EnvironmentOfAsync(service.Resource);

        environment["ConnectionStrings__bus"].ShouldBe("amqp://localhost:5673");
        environment["ConnectionStrings__amqp1"].ShouldBe("amqp://localhost:5673");
        environment.ShouldNotContainKey("Amqp1__Hosting__ConnectionName");
    }

    [Fact]
    public async Task A_service_with_one_broker_uses_its_connection_string_whatever_the_name_is()
    {
        var bus = Broker();
        bus.WithEndpoint("amqp", endpoint => endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 5673));
        var other = bus.ApplicationBuilder.AddAmqp1Broker("audit").WithEndpoint("amqp", endpoint => endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", 5674));
        var one = bus.ApplicationBuilder.AddExecutable("billing", "true", ".").WithReference(bus);
        var own = bus.ApplicationBuilder.AddExecutable("stock", "true", ".").WithEnvironment("Amqp1__Hosting__ConnectionName", "mine").WithReference(bus);
        var two = bus.ApplicationBuilder.AddExecutable("mail", "true", ".").WithReference(bus).WithReference(other);

        (await EnvironmentOfAsync(one.Resource))["Amqp1__Hosting__ConnectionName"].ShouldBe("bus");
        (await EnvironmentOfAsync(own.Resource))["Amqp1__Hosting__ConnectionName"].ShouldBe("mine");
        var both = await EnvironmentOfAsync(two.Resource);
        both["ConnectionStrings__audit"].ShouldBe("amqp://localhost:5674");
        both.ShouldNotContainKey("Amqp1__Hosting__ConnectionName");
    }

    [Fact]
    public void The_dashboard_has_a_button_for_each_command()
    {
        var commands = Broker().Resource.Annotations.OfType<ResourceCommandAnnotation>().Select(command => command.Name);

        commands.ShouldBe(["queues", "check", "purge"]);
    }

    private static IResourceBuilder<Amqp1BrokerResource> Broker(string name = "bus") =>
        DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true }).AddAmqp1Broker(name);

    /// <summary>Returns the arguments; ports, which are not known before the start, as expressions.</summary>
    private static async Task<string[]> ArgumentsOfAsync(Amqp1BrokerResource resource)
    {
        var arguments = new List<object>();
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await callback.Callback(new CommandLineArgsCallbackContext(arguments, resource, Cancel));
        }

        return [.. arguments.Select(argument => argument as string ?? ((IManifestExpressionProvider)argument).ValueExpression)];
    }

    private static async Task<Dictionary<string, string?>> EnvironmentOfAsync(ExecutableResource resource)
    {
        var variables = new Dictionary<string, object>();
        var context = new EnvironmentCallbackContext(new DistributedApplicationExecutionContext(DistributedApplicationOperation.Run), resource, variables, Cancel);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

        var values = new Dictionary<string, string?>();
        foreach (var (name, value) in variables)
        {
            values[name] = value as string ?? await ((IValueProvider)value).GetValueAsync(Cancel);
        }

        return values;
    }
}
