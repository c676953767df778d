using Amqp1.Notifications;
using Amqp1.Testing;

namespace Amqp1.Cli.Tests;

public sealed class SendTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("cast")]
    [InlineData("fanout")]
    public async Task A_request_without_an_answer_is_accepted(string command)
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var stub = await router.ServeAsync("compute", service => service.On("reboot", _ => null), Cancel);

        var text = await CliProcess.RunAsync(command, "compute", "reboot", "id=web-1", "-u", router.TransportUrl);
        var json = await CliProcess.RunAsync(command, "compute", "reboot", "id=web-1", "-u", router.TransportUrl, "--json");

        text.ExitCode.ShouldBe(0);
        text.Output.ShouldMatch(@"^Sent reboot to .*topic compute: accepted after [0-9.]+ ms\.\s$");
        json.Json.GetProperty("accepted").GetBoolean().ShouldBeTrue();
        for (var i = 0; i < 2; i++)
        {
            var call = await stub.NextCallAsync("reboot", Cancel);
            call.Arguments.GetProperty("id").GetString().ShouldBe("web-1");
            call.Context.ExpectsReply.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_cast_that_no_server_accepts_is_exit_code_1_and_names_the_reason()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        var result = await CliProcess.RunAsync("cast", "nobody", "reboot", "--timeout", "200ms", "-u", router.TransportUrl, "--json");

        result.ExitCode.ShouldBe(1);
        result.ErrorJson.GetProperty("kind").GetString().ShouldBe("delivery");
        result.ErrorJson.GetProperty("in_doubt").GetBoolean().ShouldBeFalse();
        result.ErrorJson.GetProperty("message").GetString()!.ShouldContain("no consumer");
    }

    [Fact]
    public async Task A_notification_has_its_priority_publisher_payload_and_context()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var probe = await router.ListenAsync("audit", Cancel);

        var result = await CliProcess.RunAsync(
            "notify", "image.delete", "id=i-1", "size:=3", "--topic", "audit", "--priority", "WARN", "--publisher", "image.host", "--context", "user=me", "-u", router.TransportUrl);

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldStartWith("Sent notification image.delete: accepted after ");
        var notification = await probe.NextAsync("image.delete", Cancel);
        notification.Priority.ShouldBe(NotificationPriority.Warn);
        notification.PublisherId.ShouldBe("image.host");
        notification.Payload.GetRawText().ShouldBe("{\"id\":\"i-1\",\"size\":3}");
        notification.Context["user"].ShouldBe("me");
    }
}
