using System.Runtime.CompilerServices;
using System.Text.Json;
using Amqp1.Rpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Testing.Tests;

public sealed class RpcStubTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stub_answers_the_application_and_records_its_calls()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var conductor = await router.ServeAsync("conductor", stub => stub
            .On("get_flavor", arguments => new { Id = arguments.GetProperty("id").GetString(), Vcpus = 2 }), Cancel);
        using var host = await TestHost.StartAsync(router, Cancel);

        var flavor = await Conductor(host).CallAsync<JsonElement>("get_flavor", new { Id = "m1" }, Cancel);

        flavor.GetRawText().ShouldBe("""{"id":"m1","vcpus":2}""");
        var call = await conductor.NextCallAsync("get_flavor", Cancel);
        call.Arguments.GetRawText().ShouldBe("""{"id":"m1"}""");
        call.Context.ExpectsReply.ShouldBeTrue();
        conductor.Calls.ShouldBe([call]);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_stub_answers_with_a_stream()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var console = await router.ServeAsync(
            "console", stub => stub.OnStream("read", arguments => Enumerable.Range(0, arguments.GetProperty("count").GetInt32())), Cancel);
        using var host = await TestHost.StartAsync(router, Cancel);
        var client = host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("console"));

        (await client.StreamAsync<int>("read", new { count = 200 }, cancel: Cancel).ToListAsync(Cancel)).ShouldBe(Enumerable.Range(0, 200));
        (await client.CallAsync<int[]>("read", new { count = 2 }, Cancel)).ShouldBe([0, 1]);

        console.Calls.Count.ShouldBe(2);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_stream_of_a_stub_can_fail_in_the_middle_and_learns_that_its_reader_has_left()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var console = await router.ServeAsync("console", stub => stub.OnStream("follow", (_, cancelled) => FollowAsync(cancelled)), Cancel);
        var client = router.Transport.CreateRpcClient(Target.ForTopic("console"));

        await foreach (var line in client.StreamAsync<string>("follow", cancel: Cancel))
        {
            line.ShouldBe("first");
            break;
        }

        await left.Task.WaitAsync(Cancel);
        console.OnStream<string>("follow", (_, _) => FailAsync());
        List<string> lines = [];
        await Should.ThrowAsync<KeyNotFoundException>(async () =>
        {
            await foreach (var line in client.StreamAsync<string>("follow", cancel: Cancel))
            {
                lines.Add(line);
            }
        });
        lines.ShouldBe(["only"]);

        async IAsyncEnumerable<string> FollowAsync([EnumeratorCancellation] CancellationToken cancelled)
        {
            try
            {
                yield return "first";
                await new TaskCompletionSource().Task.WaitAsync(cancelled);
            }
            finally
            {
                left.SetResult();
            }
        }

        static async IAsyncEnumerable<string> FailAsync()
        {
            await Task.Yield();
            yield return "only";
            throw new KeyNotFoundException("scripted");
        }
    }

    [Fact]
    public async Task Casts_are_recorded_and_await_each_other_in_order()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var conductor = await router.ServeAsync("conductor", stub => stub.On("note", _ => null).On("refresh", _ => null), Cancel);
        var client = router.Transport.CreateRpcClient(Target.ForTopic("conductor"));

        var refresh = conductor.NextCallAsync("refresh", Cancel);
        await client.CastAsync("note", new { Text = "hello" }, Cancel);
        await client.FanoutAsync("refresh", cancel: Cancel);

        (await refresh).Context.ExpectsReply.ShouldBeFalse();
        (await conductor.NextCallAsync("note", Cancel)).Arguments.GetProperty("text").GetString().ShouldBe("hello");
    }

    [Fact]
    public async Task What_an_answer_throws_goes_to_the_caller_and_an_answer_can_be_replaced()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var conductor = await router.ServeAsync("conductor", stub => stub.On("get_flavor", _ => throw new KeyNotFoundException("m9")), Cancel);
        var client = router.Transport.CreateRpcClient(Target.ForTopic("conductor"));

        (await Should.ThrowAsync<KeyNotFoundException>(() => client.CallAsync("get_flavor", cancel: Cancel))).Message.ShouldBe("m9");
        conductor.On("get_flavor", _ => "m1");
        (await client.CallAsync<string>("get_flavor", cancel: Cancel)).ShouldBe("m1");
    }

    [Fact]
    public async Task A_method_that_was_not_named_does_not_exist()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var conductor = await router.ServeAsync("conductor", stub => stub.On("note", _ => null), Cancel);
        var client = router.Transport.CreateRpcClient(Target.ForTopic("conductor"));

        (await Should.ThrowAsync<RemoteErrorException>(() => client.CallAsync("get_flavor", cancel: Cancel))).ErrorClass.ShouldBe("NoSuchMethod");
        Should.Throw<InvalidOperationException>(() => conductor.On("get_flavor", _ => null)).Message.ShouldContain("conductor");
    }

    [Fact]
    public async Task A_stub_serves_its_version_and_namespace_only()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var target = new Target { Topic = "conductor", Version = "2.1", Namespace = "flavors" };
        await using var conductor = await router.ServeAsync(target, stub => stub.On("count", _ => 3), Cancel);
        var client = router.Transport.CreateRpcClient(Target.ForTopic("conductor")).Prepare(ns: "flavors");

        (await client.Prepare(version: "2.0").CallAsync<int>("count", cancel: Cancel)).ShouldBe(3);
        (await Should.ThrowAsync<RemoteErrorException>(() => client.Prepare(version: "3.0").CallAsync("count", cancel: Cancel)))
            .ErrorClass.ShouldBe("UnsupportedVersion");
    }

    [Fact]
    public async Task A_call_that_is_not_answered_ends_when_the_applications_clock_says_so()
    {
        var clock = new FakeTimeProvider();
        await using var router = await TestRouter.StartAsync(options => options.TimeProvider = clock, Cancel);
        await using var conductor = await router.ServeAsync("conductor", stub => stub.On("get_flavor", NeverAsync), Cancel);
        using var host = await TestHost.StartAsync(router, Cancel);

        var call = Conductor(host).CallAsync("get_flavor", cancel: Cancel);
        await conductor.NextCallAsync("get_flavor", Cancel);
        clock.Advance(TimeSpan.FromSeconds(59));
        call.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(2));

        await Should.ThrowAsync<MessagingTimeoutException>(() => call);
        await host.StopAsync(Cancel);
    }

    [Fact]
    public async Task Answers_under_way_are_cancelled_when_the_stub_goes()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var conductor = await router.ServeAsync("conductor", stub => stub.On("get_flavor", NeverAsync), Cancel);
        var call = router.Transport.CreateRpcClient(Target.ForTopic("conductor")).CallAsync("get_flavor", cancel: Cancel);
        await conductor.NextCallAsync("get_flavor", Cancel);

        await conductor.DisposeAsync();

        await Should.ThrowAsync<TimeoutException>(() => call);
    }

    private static Task<object?> NeverAsync(RecordedCall call, CancellationToken cancel) => new TaskCompletionSource<object?>().Task.WaitAsync(cancel);

    private static RpcClient Conductor(IHost host) => host.Services.GetRequiredService<MessagingTransport>().CreateRpcClient(Target.ForTopic("conductor"));
}
