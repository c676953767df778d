using System.Reflection;
using System.Reflection.Emit;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Hosting.Tests.Endpoints;

/// <summary>Tests of the selection of the endpoints that a host serves.</summary>
public sealed class RegistrationOfEndpointsTests
{
    private static readonly (string, string?) Url = ("Amqp1:TransportUrl", "amqp://127.0.0.1:1");

    [Fact]
    public void The_application_is_the_assembly_that_the_host_names()
    {
        var builder = TestHost.CreateBuilder(Url);
        builder.Environment.ApplicationName = typeof(Program).Assembly.GetName().Name!;
        builder.Configuration["Amqp1:Hosting:DiscoverEndpoints"] = null;
        builder.Services.AddAmqp1Messaging();
        AddServicesOfExample(builder.Services);
        using var host = builder.Build();

        Table(host).Rpc.Select(endpoint => endpoint.EndpointType).ShouldBe([typeof(ComputeService.ComputeEndpoint)]);
        Table(host).Notifications.Select(endpoint => endpoint.EndpointType).ShouldBe([typeof(ComputeService.AuditEndpoint)]);
        host.Services.GetRequiredService<ComputeService.ICompute>().ShouldNotBeNull();
        host.Services.GetService<Clients.ISwitchboard>().ShouldBeNull();
    }

    [Fact]
    public void Another_assembly_can_be_named_and_counts_once()
    {
        using var host = TestHost.Build(
            messaging =>
            {
                messaging.AddEndpointsFrom(typeof(Program).Assembly).AddEndpointsFrom(typeof(Program).Assembly).AddEndpoint<Probe>();
                AddServicesOfExample(messaging.Services);
            },
            Url);

        Table(host).Rpc.Select(endpoint => endpoint.EndpointType).ShouldBe([typeof(ComputeService.ComputeEndpoint), typeof(Probe)]);
        host.Services.GetRequiredService<ComputeService.ICompute>().ShouldNotBeNull();
    }

    [Fact]
    public void An_assembly_without_generated_code_has_nothing_to_add()
    {
        using var host = TestHost.Build(messaging => messaging.AddEndpointsFrom(typeof(string).Assembly), Url);

        Table(host).Rpc.ShouldBeEmpty();
    }

    [Fact]
    public void An_assembly_that_was_compiled_without_the_analyzers_and_has_mistakes_is_refused()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Careless"), AssemblyBuilderAccess.Run);
        assembly.SetCustomAttribute(new CustomAttributeBuilder(typeof(CarelessMessagingAttribute).GetConstructor([])!, []));
        using var host = TestHost.Build(messaging => messaging.AddEndpointsFrom(assembly), Url);

        Should.Throw<InvalidEndpointException>(() => Table(host)).Errors.ShouldHaveSingleItem().ShouldBe(
            "Careless.Stock has errors that the analyzers of Amqp1.Hosting report, but Careless was compiled without the analyzers.");
    }

    [Fact]
    public void A_handwritten_table_is_served_as_it_is()
    {
        var descriptor = new RpcEndpointDescriptor(typeof(Probe), Target.ForTopic("t"), []);
        using var host = TestHost.Build(messaging => messaging.AddEndpoints(new EndpointTable([descriptor], [])), Url);

        Table(host).Rpc.ShouldHaveSingleItem().ShouldBeSameAs(descriptor);
    }

    /// <summary>Adds the services that the endpoint classes of the example need. Without them, there is no table.</summary>
    private static void AddServicesOfExample(IServiceCollection services) =>
        services.AddSingleton<ComputeService.InstanceStore>().AddSingleton<ComputeService.AuditLog>();

    private static EndpointTable Table(IHost host) => host.Services.GetRequiredService<EndpointTable>();
}
