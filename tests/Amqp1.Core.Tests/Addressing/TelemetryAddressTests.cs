using Amqp1.Addressing;
using Amqp1.Composition;
using Amqp1.Configuration;
using Amqp1.Configuration.Oslo;
using Amqp1.Dialects;
using Amqp1.Notifications;
using Amqp1.Notifications.Receiving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Core.Tests.Addressing;

/// <summary>
/// Tests of the addresses at which ceilometer publishes over a message router in Red Hat's Service Telemetry Framework. They have no
/// prefix, the exchange of ceilometer, and the topic of the cloud. The router ignores the slash that Python writes in the place of the
/// prefix.
/// </summary>
public sealed class TelemetryAddressTests
{
    private const string Settings = """
        [oslo_messaging_amqp]
        notify_address_prefix =
        default_notification_exchange = ceilometer
        """;

    private static readonly NotificationEndpointDescriptor Endpoint = new(
        typeof(object),
        "cloud1-metering",
        new NotificationFilter(),
        new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Sample] = (_, _) => ValueTask.FromResult(NotificationResult.Handled) });

    [Theory]
    [InlineData("amqp://router", "/anycast/ceilometer/cloud1-metering.sample")]
    [InlineData("amqp://router/?pseudo_vhost=0", "/anycast/ceilometer/cloud1-metering.sample")]
    [InlineData("amqp://router/cloud", "/anycast/cloud/ceilometer/cloud1-metering.sample")]
    public void A_listener_of_samples_has_the_address_of_ceilometer(string url, string address)
    {
        var options = new ConfigurationBuilder().AddInMemoryCollection(OsloIni.Load([Settings]).ConfigurationKeys).Build()
            .GetSection(Amqp1Options.SectionName).Get<Amqp1Options>()!;

        AddressesOf(options, url).ShouldBe([address]);
    }

    [Fact]
    public void The_control_exchange_does_as_well() =>
        AddressesOf(new Amqp1Options { ControlExchange = "ceilometer", Addressing = { NotifyAddressPrefix = "" } }, "amqp://router")
            .ShouldBe(["/anycast/ceilometer/cloud1-metering.sample"]);

    private static IEnumerable<string> AddressesOf(Amqp1Options options, string url)
    {
        Amqp1OptionsValidator.Validate(options).ShouldBeEmpty();
        var effective = EffectiveOptions.For(options, TransportUrl.Parse(url));
        var router = new DialectContext(
            "qpid-dispatch-router", "1", () => throw new InvalidOperationException(), _ => throw new InvalidOperationException(), TimeProvider.System, NullLogger.Instance);
        var topology = BusSettingsFactory.Create(effective, TransportUrl.Parse(url)).Dialects.Choose(router).Topology;
        return ListenerPlan.Of([Endpoint]).Singles
            .Select(topic => topology.ReceiverSourceOf(topic.Destination, Guid.Empty).Address);
    }
}
