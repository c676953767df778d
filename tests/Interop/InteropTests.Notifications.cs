using Amqp1.Interop.Tests.Harness;
using Amqp1.Notifications;

namespace Amqp1.Interop.Tests;

public abstract partial class InteropTests
{
    [Fact]
    public async Task From_python_a_filter_lets_only_what_matches_through()
    {
        var topic = Fixture.NewTopic("filtered");
        await using var listener = await AuditListener.StartAsync(
            await Fixture.ServersAsync(Cancel), topic, Cancel, new NotificationFilter(eventType: "compute\\..*"));
        await using var notifier = await Fixture.PythonAsync("notifier.py", Cancel, "--topic", topic);

        foreach (var eventType in new[] { "network.port.update", "compute.instance.create" })
        {
            var sent = await notifier.AskAsync(new { command = "notify", event_type = eventType, payload = new { } }, Cancel);
            sent.GetProperty("sent").GetInt32().ShouldBe(1, sent.ToString());
        }

        (await listener.NextAsync(Cancel)).EventType.ShouldBe("compute.instance.create");
        listener.Notifications.All.Count.ShouldBe(1);
    }
}
