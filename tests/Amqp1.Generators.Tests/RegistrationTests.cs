using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Tests;

/// <summary>Tests of the reports, at compile time, of clients that an application gets from its container but never registered.</summary>
public sealed class RegistrationTests
{
    private const string Own = """
        using System.Reflection;
        using Contracts;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        [RpcClient("stock")] public interface IStock { Task FillAsync(); }
        public sealed class FakeConductor : IConductor { public Task NoteAsync(string text) => Task.CompletedTask; }
        public sealed class Plain(IStock stock) { public IStock Stock => stock; }
        public sealed class Foreign(IConductor conductor) { public IConductor Conductor => conductor; }
        public sealed class Billing([FromKeyedServices("billing")] IStock stock) { public IStock Stock => stock; }

        """;

    public static TheoryData<string, string, string?> Applications => new()
    {
        { "the application's own client", "services.AddAmqp1Messaging(); services.AddSingleton<Plain>();", null },
        { "only an instance with a key", """services.AddAmqp1Messaging("billing"); services.AddSingleton<Plain>();""", "Plain needs IStock, which is not registered: AddAmqp1Messaging() is not called" },
        { "only an instance without one", "services.AddAmqp1Messaging(); services.AddSingleton<Billing>();", """Billing needs IStock, which is not registered: AddAmqp1Messaging("billing") is not called""" },
        { "both instances", """services.AddAmqp1Messaging(); services.AddAmqp1Messaging("billing"); services.AddSingleton<Billing>(); services.AddScoped<Plain>();""", null },
        { "a key that is computed", """services.AddAmqp1Messaging(); services.AddAmqp1Messaging("bill" + DateTime.Now); services.AddSingleton<Billing>();""", null },
        { "a key that is a constant", """const string key = "billing"; services.AddAmqp1Messaging(key); services.AddSingleton<Billing>();""", null },
        { "a client of another assembly", "services.AddAmqp1Messaging(); services.AddSingleton<Foreign>();", "Foreign needs Contracts.IConductor, which is not registered: AddEndpointsFrom(typeof(IConductor).Assembly) is not called" },
        { "another assembly that is named", "services.AddAmqp1Messaging().AddEndpointsFrom(typeof(IConductor).Assembly); services.AddSingleton<Foreign>();", null },
        { "an assembly that is found", """services.AddAmqp1Messaging().AddEndpointsFrom(Assembly.Load("The.Contracts")); services.AddSingleton<Foreign>();""", null },
        { "an assembly that registers by itself", "services.AddAmqp1Messaging(); services.AddConductor(); services.AddSingleton<Foreign>();", null },
        { "a stand-in", "services.AddAmqp1Messaging(); services.AddSingleton<IConductor, FakeConductor>(); services.AddSingleton<Foreign>();", null },
        { "a stand-in by type", "services.AddAmqp1Messaging(); services.AddSingleton(typeof(IConductor), new FakeConductor()); services.AddSingleton<Foreign>();", null },
        { "a stand-in from a factory", "services.AddAmqp1Messaging(); services.AddSingleton<IConductor>(provider => new FakeConductor()); services.AddSingleton(typeof(Foreign));", null },
        { "a class by type", "services.AddAmqp1Messaging(); services.AddSingleton(typeof(Foreign));", "Foreign needs Contracts.IConductor, which is not registered: AddEndpointsFrom(typeof(IConductor).Assembly) is not called" },
        { "a class that the container does not make", "services.AddAmqp1Messaging(); _ = new Foreign(new FakeConductor());", null },
        { "a service that is asked for", """services.AddAmqp1Messaging("billing"); provider.GetRequiredService<IStock>();""", "GetRequiredService needs IStock, which is not registered: AddAmqp1Messaging() is not called" },
        { "a keyed service that is asked for", """services.AddAmqp1Messaging(); provider.GetRequiredKeyedService<IStock>("billing");""", """GetRequiredKeyedService needs IStock, which is not registered: AddAmqp1Messaging("billing") is not called""" },
        { "a service that may be absent", """services.AddAmqp1Messaging("billing"); provider.GetService<IStock>();""", null },
        { "a handler", """services.AddAmqp1Messaging(); app.MapGet("/", (IConductor conductor) => conductor.NoteAsync("x"));""", "a handler of MapGet needs Contracts.IConductor, which is not registered: AddEndpointsFrom(typeof(IConductor).Assembly) is not called" },
        { "a project that leaves messaging to others", "services.AddSingleton<Foreign>(); services.AddSingleton<Billing>();", null },
    };

    [Theory]
    [MemberData(nameof(Applications))]
    public async Task A_client_that_nothing_registers_is_named(string what, string statements, string? message)
    {
        var (_, diagnostics) = await Compiling.RunAsync(Application(statements));

        diagnostics.Select(report => report.GetMessage()).ShouldBe(message is null ? [] : [message], what);
    }

    [Fact]
    public async Task An_endpoint_is_made_by_the_container()
    {
        var (_, diagnostics) = await Compiling.RunAsync(Application("services.AddAmqp1Messaging();") + """
            [RpcEndpoint("t")] public sealed class Endpoint(IConductor conductor) { public Task BuildAsync() => conductor.NoteAsync("x"); }
            """);

        var report = diagnostics.ShouldHaveSingleItem();
        report.Id.ShouldBe("AMQP1303");
        report.Severity.ShouldBe(DiagnosticSeverity.Warning);
        report.GetMessage().ShouldStartWith("Endpoint needs Contracts.IConductor");
    }

    [Fact]
    public async Task The_fix_names_the_assembly()
    {
        var mended = await Fixing.ApplyAsync(
            Application("services.AddAmqp1Messaging(); services.AddSingleton<Foreign>();"), "AMQP1303", "Call AddEndpointsFrom(typeof(Contracts.IConductor).Assembly)");

        mended.ShouldBe(Application("services.AddAmqp1Messaging().AddEndpointsFrom(typeof(Contracts.IConductor).Assembly); services.AddSingleton<Foreign>();"));
        (await Compiling.RunAsync(mended)).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Which_instance_is_wanted_is_for_its_author_to_say() =>
        (await Fixing.OfferedAsync(Application("services.AddAmqp1Messaging(); services.AddSingleton<Billing>();"), "AMQP1303")).ShouldBeEmpty();

    private static string Application(string statements) =>
        Own + $$"""public static class Setup { public static void Run(IServiceCollection services, IServiceProvider provider, WebApplication app) { {{statements}} } }""";
}
