using Amqp1.Configuration;
using Amqp1.Embedded;
using Amqp1.Hosting.Tests.Hosts;
using Amqp1.Notifications;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests.Keyed;

public sealed class KeyedInstanceTests : IDisposable
{
    private static readonly (string, string?) Default = ("Amqp1:TransportUrl", "amqp://127.0.0.1:1");
    private static readonly (string, string?) Billing = ("Amqp1:billing:TransportUrl", "amqp://127.0.0.1:2");

    private readonly CancellationTokenSource _limit = new(Limits.Signal);

    private CancellationToken Limit => _limit.Token;

    [Fact]
    public void Its_services_are_injected_by_its_key()
    {
        var builder = TestHost.CreateBuilder(Default, Billing);
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("billing").AddRpcClient("invoices");
        builder.Services.AddSingleton<Consumer>();
        using var host = builder.Build();

        var consumer = host.Services.GetRequiredService<Consumer>();

        consumer.Default.Url.ToString().ShouldBe("amqp://127.0.0.1:1/");
        consumer.Billing.Url.ToString().ShouldBe("amqp://127.0.0.1:2/");
        consumer.Invoices.Target.ShouldBe(Target.ForTopic("invoices"));
        consumer.Notifier.ShouldNotBeSameAs(host.Services.GetRequiredService<INotifier>());
        host.Services.GetRequiredKeyedService<MessagingTransport>(Amqp1Backends.NotificationsOf("billing")).ShouldBeSameAs(consumer.Billing);
    }

    [Fact]
    public void It_needs_no_instance_without_a_key()
    {
        var builder = TestHost.CreateBuilder(Billing);
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();

        host.Services.GetService<MessagingTransport>().ShouldBeNull();
        host.Services.GetServices<IHostedService>().ShouldNotBeEmpty();
        host.Services.GetRequiredKeyedService<MessagingTransport>("billing").ShouldNotBeNull();
    }

    [Fact]
    public void Registering_twice_registers_once_and_adds_the_configure_actions_up()
    {
        var builder = TestHost.CreateBuilder(Billing, ("Amqp1:billing:Rpc:ServerCredit", "7"));
        builder.Services.AddAmqp1Messaging("billing", options => options.ControlExchange = "a");
        var before = builder.Services.Count;
        builder.Services.AddAmqp1Messaging("billing", options => options.ControlExchange += "b").ConfigureHosting(options => options.ServerName = "s");
        using var host = builder.Build();

        builder.Services.Count.ShouldBe(before + 2);
        var options = host.Services.GetRequiredService<IOptionsMonitor<Amqp1Options>>();
        (options.Get("billing").ControlExchange, options.Get("billing").Rpc.ServerCredit).ShouldBe(("ab", 7));
        host.Services.GetRequiredService<IOptionsMonitor<Amqp1HostingOptions>>().Get("billing").ServerName.ShouldBe("s");
    }

    [Fact]
    public void Nothing_is_inherited_from_the_instance_without_a_key()
    {
        var builder = TestHost.CreateBuilder(Default, Billing, ("Amqp1:Rpc:ServerCredit", "7"));
        builder.Services.AddAmqp1Messaging(options => options.ControlExchange = "a");
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();

        var billing = host.Services.GetRequiredService<IOptionsMonitor<Amqp1Options>>().Get("billing");
        (billing.ControlExchange, billing.Rpc.ServerCredit).ShouldBe(("openstack", 100));
    }

    [Fact]
    public void It_has_health_checks_of_its_own()
    {
        var builder = TestHost.CreateBuilder(Default, Billing);
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();

        var checks = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        checks.Select(check => check.Name).ShouldBe(["amqp1-rpc", "amqp1-notify", "amqp1-billing-rpc", "amqp1-billing-notify"]);
        checks.ShouldAllBe(check => check.Tags.SetEquals(new[] { "ready", "amqp1" }));
    }

    [Fact]
    public async Task Endpoints_added_to_it_are_served_on_its_bus_only_and_the_rest_on_the_other()
    {
        await using var first = await EmbeddedRouter.StartAsync(cancel: Limit);
        await using var second = await EmbeddedRouter.StartAsync(cancel: Limit);
        var builder = TestHost.CreateBuilder(
            TestHost.Wait, ("Amqp1:billing:Hosting:WaitForConnection", "true"), ("Amqp1:TransportUrl", first.TransportUrl), ("Amqp1:billing:TransportUrl", second.TransportUrl));
        builder.Services.AddAmqp1Messaging().AddEndpoint<GreeterTwo>().AddEndpoint<BillingEndpoint>();
        builder.Services.AddAmqp1Messaging("billing").AddEndpoint<BillingEndpoint>().AddRpcClient("billing");
        using var host = builder.Build();
        await host.StartAsync(Limit);

        host.Services.GetRequiredService<EndpointTable>().Rpc.Select(endpoint => endpoint.EndpointType).ShouldBe([typeof(GreeterTwo)]);
        (await host.Services.GetRequiredKeyedService<RpcClient>("billing/billing").CallAsync<string>("whoami", cancel: Limit)).ShouldBe("billing");
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Limit);
        report.Status.ShouldBe(HealthStatus.Healthy);
        report.Entries["amqp1-billing-rpc"].Data["receiversNeeded"].ShouldBe(3);
        report.Entries["amqp1-billing-rpc"].Data["host"].ShouldBe($"127.0.0.1:{second.Port}");
        await host.StopAsync(Limit);
    }

    [Fact]
    public async Task Filters_belong_to_the_instance_they_were_added_to()
    {
        var calls = 0;
        var builder = TestHost.CreateBuilder(TestHost.Wait, ("Amqp1:billing:Hosting:WaitForConnection", "true"));
        builder.Services.AddAmqp1Messaging().AddAmqp1EmbeddedRouter().AddFilter((_, _) => throw new InvalidOperationException("not mine"));
        builder.Services.AddAmqp1Messaging("billing").AddEndpoint<BillingEndpoint>().AddRpcClient("billing").AddFilter((context, next) =>
        {
            Interlocked.Increment(ref calls);
            return next(context);
        });
        using var host = builder.Build();
        await host.StartAsync(Limit);

        // The instance has no URL of its own, so it uses the router of the application.
        (await host.Services.GetRequiredKeyedService<RpcClient>("billing/billing").CallAsync<string>("whoami", cancel: Limit)).ShouldBe("billing");
        await host.StopAsync(Limit);

        calls.ShouldBe(2);
    }

    [Theory]
    [InlineData("Amqp1:billing:TransportUrl", "amqps://u:secret@h", "Amqp1:billing:TransportUrl is not a valid transport URL")]
    [InlineData("Amqp1:billing:Rpc:ServerCredit", "0", "Amqp1:billing:Rpc:ServerCredit is 0")]
    [InlineData("Amqp1:billing:TransportUrl", "", "Amqp1:billing:TransportUrl is not set")]
    [InlineData("Amqp1:billing:Hosting:ServerName", " ", "Amqp1:billing:Hosting:ServerName is empty")]
    [InlineData("Amqp1:billing:Hosting:HealthProbe:Timeout", "00:00:00", "Amqp1:billing:Hosting:HealthProbe:Timeout is 00:00:00")]
    public async Task Options_that_cannot_be_used_end_the_start_with_the_full_key(string key, string value, string message)
    {
        var builder = TestHost.CreateBuilder(Default, Billing, (key, value));
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();

        var refused = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync(Limit));

        refused.Message.ShouldContain(message);
        refused.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Unknown_keys_are_told_by_their_full_name_and_its_section_is_not_unknown_to_the_other()
    {
        var logs = new FakeLogCollector();
        var builder = TestHost.CreateBuilder(Default, Billing, ("Amqp1:billing:Rpc:Credit", "1"), ("Amqp1:billing:Hosting:ServerName", "x"), ("Amqp1:biling:TransportUrl", "x"));
        builder.Logging.AddProvider(new FakeLoggerProvider(logs));
        builder.Services.AddAmqp1Messaging();
        builder.Services.AddAmqp1Messaging("billing");
        using var host = builder.Build();
        await host.StartAsync(Limit);
        await host.StopAsync(Limit);

        logs.GetSnapshot().Where(record => record.Id.Id == 2004).Select(record => record.Message)
            .ShouldBe(["Configuration: Amqp1:biling is unknown.", "Configuration: Amqp1:billing:Rpc:Credit is unknown."], ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a:b")]
    [InlineData("a/b")]
    [InlineData("Rpc")]
    [InlineData("notifications")]
    [InlineData("Hosting")]
    [InlineData("Embedded")]
    public void Keys_that_mean_something_else_are_refused(string key) =>
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddAmqp1Messaging(key));

    [Theory]
    [InlineData(null, "amqp1")]
    [InlineData("billing", "billing")]
    public void The_connection_string_is_the_transport_url_unless_the_section_or_code_has_one(string? key, string name)
    {
        var section = key is null ? "Amqp1" : $"Amqp1:{key}";
        var connectionString = ($"ConnectionStrings:{name}", (string?)"amqp://127.0.0.1:3");

        Url(key, null, connectionString).ShouldBe("amqp://127.0.0.1:3");
        Url(key, null, connectionString, ($"{section}:TransportUrl", "amqp://127.0.0.1:4")).ShouldBe("amqp://127.0.0.1:4");
        Url(key, options => options.TransportUrl = "amqp://127.0.0.1:5", connectionString).ShouldBe("amqp://127.0.0.1:5");
        Url(key, null, ("ConnectionStrings:other", "amqp://127.0.0.1:3")).ShouldBeNull();
    }

    [Theory]
    [InlineData(null, "amqp1")]
    [InlineData("billing", "billing")]
    public void A_connection_string_with_another_name_is_used_if_the_options_name_it(string? key, string usual)
    {
        var section = key is null ? "Amqp1" : $"Amqp1:{key}";
        var named = ($"{section}:Hosting:ConnectionName", (string?)"bus");
        var ofUsualName = ($"ConnectionStrings:{usual}", (string?)"amqp://127.0.0.1:4");

        Url(key, null, named, ofUsualName, ("ConnectionStrings:bus", "amqp://127.0.0.1:3")).ShouldBe("amqp://127.0.0.1:3");
        Url(key, null, named, ofUsualName).ShouldBeNull();
        Url(key, null, named, ("ConnectionStrings:bus", "amqp://127.0.0.1:3"), ($"{section}:TransportUrl", "amqp://127.0.0.1:5")).ShouldBe("amqp://127.0.0.1:5");
    }

    [Fact]
    public void A_missing_url_names_the_connection_strings_that_could_be_meant()
    {
        using var host = TestHost.Build(
            _ => { }, ("Amqp1:TransportUrl", null), ("ConnectionStrings:bus", "amqp://me:s3cret@127.0.0.1:3"), ("ConnectionStrings:database", "Server=sql;User=me"));

        var failure = Should.Throw<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<Amqp1Options>>().Value);

        failure.Message.ShouldContain("ConnectionStrings:amqp1 is not set either. ConnectionStrings:bus exists; set Amqp1:Hosting:ConnectionName to bus to use it.");
        failure.Message.ShouldNotContain("s3cret");
        failure.Message.ShouldNotContain("database");
    }

    public void Dispose() => _limit.Dispose();

    private static string? Url(string? key, Action<Amqp1Options>? configure, params (string, string?)[] settings)
    {
        var builder = TestHost.CreateBuilder(settings);
        var messaging = key is null ? builder.Services.AddAmqp1Messaging(configure) : builder.Services.AddAmqp1Messaging(key, configure);
        messaging.AddAmqp1EmbeddedRouter();
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptionsMonitor<Amqp1Options>>().Get(key ?? Microsoft.Extensions.Options.Options.DefaultName).TransportUrl;
    }
}
