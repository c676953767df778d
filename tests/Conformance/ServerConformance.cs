using Amqp1.Conformance.Tests.Harness;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of servers.</summary>
public abstract class ServerConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact]
    [Trait("Conformance", "3")]
    public async Task A_server_that_got_nothing_is_stopped_and_gets_nothing_any_more()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var first = Answering("first");
        var server = await there.ServeAsync(first, Topic, Limit);

        await server.StopAsync(Limit);

        await there.ServeAsync(Answering("second"), Topic, Limit);
        for (var i = 0; i < 5; i++)
        {
            (await here.Client(Topic, "server").CallAsync<string>("echo", cancel: Limit)).ShouldBe("second");
        }

        first.Requests.Count<string>().ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "67")]
    public async Task A_server_that_is_stopped_gives_back_what_it_has_not_begun_and_leaves_the_rest_to_others()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync(options => options.Rpc.MaxConcurrentCalls = 1);
        var elsewhere = await ConnectAsync();
        var gate = new TaskCompletionSource();
        var first = new TestEndpoint(async (_, _) =>
        {
            await gate.Task;
            return "first";
        });
        var server = await there.ServeAsync(first, Topic, Limit, "first");
        var client = here.Client(Topic);
        var running = client.CallAsync<string>("echo", Echo("running"), Limit);
        await first.Requests.FirstAsync<string>(cancel: Limit);
        var queued = Enumerable.Range(0, 10).Select(i => client.CallAsync<string>("echo", Echo($"{i}"), Limit)).ToArray();

        var stopping = server.StopAsync(Limit);
        await elsewhere.ServeAsync(Answering("second"), Topic, Limit, "second");

        (await Task.WhenAll(queued)).ShouldAllBe(name => name == "second");
        gate.SetResult();
        (await running).ShouldBe("first");
        await stopping;
        first.Requests.Count<string>().ShouldBe(1);
        (await client.CallAsync<string>("echo", Echo("later"), Limit)).ShouldBe("second");
    }

    [Fact]
    [Trait("Conformance", "72")]
    public async Task Nothing_that_failed_while_there_was_no_server_reaches_one_later()
    {
        Assert.SkipWhen(StoresNotifications, AnswersItself);
        var here = await ConnectAsync(options =>
        {
            options.Rpc.SendTimeout = TimeSpan.FromSeconds(1);
            options.Notifications.SendTimeout = TimeSpan.FromSeconds(1);
        });
        var there = await ConnectAsync();
        var client = here.Client(Topic, timeout: TimeSpan.FromSeconds(1));

        var call = client.CallAsync("echo", Echo("call"), Limit);
        var cast = client.CastAsync("echo", Echo("cast"), Limit);
        var notification = here.Notifier(Topic).InfoAsync("event", null, cancel: Limit);
        await Should.ThrowAsync<MessagingTimeoutException>(call);
        await Should.ThrowAsync<MessageDeliveryException>(cast);
        await Should.ThrowAsync<MessageDeliveryException>(notification);

        var endpoint = new TestEndpoint();
        var listener = new TestListener(Topic);
        await there.ServeAsync(endpoint, Topic, Limit);
        await there.ListenAsync(listener, Limit);
        var again = await ConnectAsync();
        (await again.Client(Topic).CallAsync<string>("echo", Echo("fresh"), Limit)).ShouldBe("fresh");
        await again.Notifier(Topic).InfoAsync("fresh", null, cancel: Limit);
        endpoint.Requests.All<string>().ShouldBe(["fresh"]);
        listener.Received.All<string>().ShouldHaveSingleItem().ShouldStartWith("Info fresh");
    }
}
