using System.Text.Json;
using Amqp1.Notifications;
using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

public sealed class ListenTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notifications_are_lines_of_json()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var tool = CliProcess.Start("listen", "audit", "notifications", "--count", "2", "--json", "-u", router.TransportUrl);
        await NotifyAsync(router, "audit", NotificationPriority.Error, "host.down");
        await NotifyAsync(router, "notifications", NotificationPriority.Info, "host.up");

        var result = await tool.EndAsync();

        result.ExitCode.ShouldBe(0);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToArray();
        lines.Select(line => line.GetProperty("topic").GetString()).ShouldBe(["audit", "notifications"]);
        lines[0].GetProperty("priority").GetString().ShouldBe("error");
        lines[0].GetProperty("event_type").GetString().ShouldBe("host.down");
        lines[0].GetProperty("publisher_id").GetString().ShouldBe("test.host");
        lines[0].GetProperty("payload").GetRawText().ShouldBe("{\"n\":1}");
    }

    [Fact]
    public async Task Filters_select_by_event_publisher_and_priority()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var tool = CliProcess.Start(
            "listen", "--event", "host\\.", "--publisher", "test\\.", "--priority", "error,warn", "--count", "1", "-u", router.TransportUrl);
        await NotifyAsync(router, "notifications", NotificationPriority.Error, "disk.full");
        await NotifyAsync(router, "notifications", NotificationPriority.Error, "host.other", "other.host");
        await NotifyAsync(router, "notifications", NotificationPriority.Warn, "host.meant");

        var result = await tool.EndAsync();

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldMatch("^[0-9: .-]+ warn     test\\.host host\\.meant \\{\"n\":1\\}\\s$");
        result.Error.ShouldContain($"Listening to notifications at {router.TransportUrl}/");
    }

    [Fact]
    public async Task An_interrupt_ends_listening_with_exit_code_0()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var tool = CliProcess.Start("listen", "-u", router.TransportUrl);
        await NotifyAsync(router, "notifications", NotificationPriority.Info, "host.up");
        (await tool.ReadLineAsync()).ShouldContain("host.up");

        (await tool.StopAsync("INT")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Fewer_notifications_than_wanted_in_time_is_exit_code_4()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        var counted = await CliProcess.RunAsync("listen", "--count", "1", "--timeout", "300ms", "-u", router.TransportUrl);
        var uncounted = await CliProcess.RunAsync("listen", "--timeout", "300ms", "-u", router.TransportUrl);

        counted.ExitCode.ShouldBe(4);
        counted.Error.ShouldContain("Only 0 of 1 notifications");
        uncounted.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("--event", "(", "regular expression")]
    [InlineData("--priority", "urgent", "'urgent' is not a priority")]
    [InlineData("--count", "0", "1 or more")]
    public async Task A_filter_that_cannot_be_used_is_exit_code_2(string option, string value, string message)
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        var result = await CliProcess.RunAsync("listen", option, value, "-u", router.TransportUrl);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain(message);
    }

    /// <summary>Sends a notification and completes when a listener has accepted it. Until the tool listens, the message waits.</summary>
    private static Task NotifyAsync(TestRouter router, string topic, NotificationPriority priority, string eventType, string publisher = "test.host") =>
        router.Transport.CreateNotifier(publisher, topic).NotifyAsync(priority, eventType, JsonElement.Parse("{\"n\":1}"), cancel: Cancel);
}
