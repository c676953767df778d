using Amqp1.Configuration;
using Amqp1.Conformance.Tests.Harness;
using Amqp1.Rpc;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of calls and casts.</summary>
public abstract class CallConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Theory]
    [InlineData("")]
    [InlineData("rpc-cast")]
    [Trait("Conformance", "4")]
    [Trait("Conformance", "10")]
    public async Task A_cast_arrives_once_settled_or_not(string preSettled)
    {
        Assert.SkipUnless(Intermediary.UsesAmqp1Format, HasNoPreSettled);
        var here = await ConnectAsync(query: $"&pre_settled={preSettled}");
        var there = await ConnectAsync();
        var endpoint = new TestEndpoint();
        await there.ServeAsync(endpoint, Topic, Limit);
        var client = here.Client(Topic, "server");

        await client.CastAsync("echo", Echo("one"), Limit);

        await endpoint.Requests.FirstAsync<string>(cancel: Limit);
        (await client.CallAsync<string>("echo", Echo("two"), Limit)).ShouldBe("two");
        endpoint.Requests.All<string>().ShouldBe(["one", "two"]);
    }

    [Fact]
    [Trait("Conformance", "5")]
    public async Task The_same_topic_of_two_exchanges_is_two_services()
    {
        Assert.SkipUnless(Intermediary.UsesAmqp1Format, NamesQueuesByTopic);
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        await there.ServeAsync(Answering("first"), Topic, Limit, exchange: "e1");
        await there.ServeAsync(Answering("second"), Topic, Limit, exchange: "e2");

        for (var i = 0; i < 3; i++)
        {
            (await here.Client(Topic).Prepare(exchange: "e1").CallAsync<string>("echo", cancel: Limit)).ShouldBe("first");
            (await here.Client(Topic).Prepare(exchange: "e2").CallAsync<string>("echo", cancel: Limit)).ShouldBe("second");
        }
    }

    [Fact]
    [Trait("Conformance", "6")]
    public async Task Shared_directed_and_fanout_requests_each_find_their_servers()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var first = Answering("first");
        var second = Answering("second");
        await there.ServeAsync(first, Topic, Limit, "first");
        await there.ServeAsync(second, Topic, Limit, "second");
        var client = here.Client(Topic);

        var shared = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.CallAsync<string>("echo", Echo("shared"), Limit)));
        (await client.Prepare(server: "first").CallAsync<string>("echo", Echo("directed"), Limit)).ShouldBe("first");
        (await client.Prepare(server: "second").CallAsync<string>("echo", Echo("directed"), Limit)).ShouldBe("second");
        await client.FanoutAsync("echo", Echo("fanout"), Limit);

        await first.Requests.FirstAsync<string>(data => data == "fanout", Limit);
        await second.Requests.FirstAsync<string>(data => data == "fanout", Limit);
        shared.Length.ShouldBe(20);
        if (Intermediary.SharesAmongIdleConsumers)
        {
            shared.Distinct().Count().ShouldBe(2);
        }

        // A call to each server arrives after any other message that the fanout could have sent there.
        await client.Prepare(server: "first").CallAsync("echo", Echo("last"), Limit);
        await client.Prepare(server: "second").CallAsync("echo", Echo("last"), Limit);
        first.Requests.Count<string>(data => data == "fanout").ShouldBe(1);
        second.Requests.Count<string>(data => data == "fanout").ShouldBe(1);
    }

    [Fact]
    [Trait("Conformance", "7")]
    public async Task A_call_without_a_reply_ends_with_a_timeout()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var gate = new TaskCompletionSource();
        await there.ServeAsync(Waiting(gate), Topic, Limit);

        await Should.ThrowAsync<MessagingTimeoutException>(here.Client(Topic, timeout: TimeSpan.FromMilliseconds(300)).CallAsync("echo", cancel: Limit));

        gate.SetResult();
    }

    [Fact]
    [Trait("Conformance", "11")]
    public async Task A_reply_after_the_timeout_harms_nobody()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var gate = new TaskCompletionSource();
        var endpoint = Waiting(gate, "late");
        await there.ServeAsync(endpoint, Topic, Limit);
        var client = here.Client(Topic, "server");
        var late = client.Prepare(timeout: TimeSpan.FromSeconds(1)).CallAsync<string>("echo", Echo("late"), Limit);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);

        await Should.ThrowAsync<MessagingTimeoutException>(late);
        gate.SetResult();

        for (var i = 0; i < 5; i++)
        {
            (await client.CallAsync<string>("echo", Echo($"{i}"), Limit)).ShouldBe($"{i}");
        }
    }

    [Theory]
    [InlineData("builtins", "RuntimeError", typeof(InvalidOperationException))]
    [InlineData("builtins", "ValueError", typeof(ArgumentException))]
    [InlineData("exceptions", "ValueError", typeof(ArgumentException))]
    [InlineData("builtins", "SystemExit", typeof(RemoteErrorException))]
    [InlineData("builtins", "NoSuchError", typeof(RemoteErrorException))]
    [InlineData("nova.exception", "InstanceNotFound", typeof(MissingMemberException))]
    [InlineData("nova.exception", "InstanceLocked", typeof(RemoteErrorException))]
    [Trait("Conformance", "12")]
    [Trait("Conformance", "64")]
    public async Task An_exception_of_the_server_comes_up_at_the_caller(string module, string errorClass, Type expected)
    {
        var here = await ConnectAsync(options => options.Rpc.AllowedRemoteExceptionModules = ["nova.exception"]);
        var there = await ConnectAsync();
        await there.ServeAsync(new TestEndpoint((_, _) => throw new RemoteErrorException(module, errorClass, "so it goes")), Topic, Limit);
        var registry = RemoteExceptionRegistry.Default.With("nova.exception", "InstanceNotFound", error => new MissingMemberException(error.RemoteMessage, error));
        var client = here.Transport.CreateRpcClient(Target.ForTopic(Topic), registry);

        var raised = await Should.ThrowAsync<Exception>(client.CallAsync("echo", cancel: Limit));

        raised.ShouldBeOfType(expected);
        raised.Message.ShouldContain("so it goes");
    }

    [Fact]
    [Trait("Conformance", "15")]
    public async Task Windows_of_one_message_are_enough_for_parallel_calls()
    {
        static void Narrow(Amqp1Options options)
        {
            options.Rpc.ServerCredit = 1;
            options.Rpc.ReplyLinkCredit = 1;
        }

        var here = await ConnectAsync(Narrow);
        var there = await ConnectAsync(Narrow);
        await there.ServeAsync(new TestEndpoint(), Topic, Limit);
        var client = here.Client(Topic);

        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => client.CallAsync<string>("echo", Echo($"{i}"), Limit)));

        replies.ShouldBe(Enumerable.Range(0, 16).Select(i => $"{i}"));
    }
}
