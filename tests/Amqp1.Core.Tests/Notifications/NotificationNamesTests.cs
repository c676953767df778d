using Amqp1.Dialects;
using Amqp1.Notifications;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Notifications;

public sealed class NotificationNamesTests
{
    [Theory]
    [InlineData(NotificationPriority.Audit, "audit", "AUDIT")]
    [InlineData(NotificationPriority.Debug, "debug", "DEBUG")]
    [InlineData(NotificationPriority.Info, "info", "INFO")]
    [InlineData(NotificationPriority.Warn, "warn", "WARN")]
    [InlineData(NotificationPriority.Error, "error", "ERROR")]
    [InlineData(NotificationPriority.Critical, "critical", "CRITICAL")]
    [InlineData(NotificationPriority.Sample, "sample", "SAMPLE")]
    public void A_priority_is_lower_case_in_addresses_and_upper_case_in_messages(NotificationPriority priority, string address, string message)
    {
        PriorityNames.InAddress(priority).ShouldBe(address);
        PriorityNames.InMessage(priority).ShouldBe(message);
        PriorityNames.TryParse(message).ShouldBe(priority);
        PriorityNames.TryParse(address).ShouldBe(priority);
    }

    [Theory]
    [InlineData("")]
    [InlineData("warning")]
    [InlineData("2")]
    [InlineData("info ")]
    public void Other_names_are_no_priority(string name) => PriorityNames.TryParse(name).ShouldBeNull();

    [Fact]
    public void Drivers_stand_for_formats_once_each_and_in_their_order() =>
        NotificationFormats.Of(["messagingv2", "log", "messaging", "messagingv2"]).ShouldBe([NotificationFormat.Version2, NotificationFormat.Version1]);

    [Theory]
    [InlineData("noop")]
    [InlineData("log")]
    [InlineData("Messaging")]
    public void Other_drivers_send_nothing(string driver) => NotificationFormats.Of([driver]).ShouldBeEmpty();

    [Fact]
    public void No_driver_sends_nothing() => NotificationFormats.Of([]).ShouldBeEmpty();
}
