using Amqp1.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>Tests of <c>AddAmqp1EmbeddedBroker()</c>: presets, configuration and health.</summary>
public sealed class EmbeddedBrokerTests
{
    private const string Notifications = "openstack.org/om/notify/anycast";
    private const string Calls = "openstack.org/om/rpc/anycast";

    [Theory]
    [InlineData(EmbeddedPreset.Dual, null, Distribution.Balanced, Distribution.Queue)]
    [InlineData(EmbeddedPreset.Broker, null, Distribution.Queue, Distribution.Queue)]
    [InlineData(EmbeddedPreset.Dual, "router", Distribution.Balanced, Distribution.Balanced)]
    [InlineData(EmbeddedPreset.Router, "Broker", Distribution.Queue, Distribution.Queue)]
    public void The_configuration_takes_precedence_over_the_preset_in_the_code(EmbeddedPreset preset, string? configured, Distribution calls, Distribution notifications)
    {
        using var host = TestHost.Build(messaging => messaging.AddAmqp1EmbeddedBroker(preset), ("Amqp1:Embedded:Preset", configured));
        var options = host.Services.GetRequiredService<IOptions<EmbeddedRouterOptions>>().Value;
        options.Addresses[Calls].ShouldBe(calls);
        options.Addresses[Notifications].ShouldBe(notifications);
    }

    [Fact]
    public void A_preset_that_does_not_exist_is_named_with_the_possible_ones()
    {
        using var host = TestHost.Build(messaging => messaging.AddAmqp1EmbeddedBroker(), ("Amqp1:Embedded:Preset", "Trio"));
        Should.Throw<FormatException>(() => host.Services.GetRequiredService<IOptions<EmbeddedRouterOptions>>().Value)
            .Message.ShouldBe("Amqp1:Embedded:Preset is 'Trio'. It must be Router, Broker, Dual.");
    }

    [Fact]
    public async Task The_health_is_degraded_while_the_queues_are_full()
    {
        using var host = TestHost.Build(
            messaging => messaging.AddAmqp1EmbeddedBroker(configure: options => options.MaxQueueBytes = 1), TestHost.Wait);
        await host.StartAsync(TestContext.Current.CancellationToken);
        (await CheckAsync()).Status.ShouldBe(HealthStatus.Healthy);
        var transport = host.Services.GetRequiredService<MessagingTransport>();
        await transport.CreateNotifier("test").NotifyAsync(
            Amqp1.Notifications.NotificationPriority.Info, "event", null, cancel: TestContext.Current.CancellationToken);
        var health = await CheckAsync();
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Data["queues"].ShouldBe(1L);
        await host.StopAsync(TestContext.Current.CancellationToken);

        async Task<HealthReportEntry> CheckAsync() =>
            (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries["amqp1-broker"];
    }
}
