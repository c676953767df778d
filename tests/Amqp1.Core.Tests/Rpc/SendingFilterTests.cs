using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of filters around calls and casts that are sent.</summary>
public sealed class SendingFilterTests : FaultTest
{
    private static readonly Target Topic = new() { Topic = "test-topic", Version = "1.2", Namespace = "n" };
    private static readonly MessagingContext Alice = MessagingContext.FromUtf8("""{"user":"alice"}"""u8.ToArray());

    [Fact]
    public async Task A_filter_sees_what_a_cast_is_and_may_change_its_context()
    {
        var filter = new NotingFilter(static (context, next) =>
        {
            context.Context = Alice;
            return next(context);
        });
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);

        await ClientOf(driver, filter).CastAsync("echo", null, Limit);

        filter.Seen.ShouldHaveSingleItem().ShouldBe((MessagingFilterKind.Cast, Topic, "echo"));
        JsonElement.Parse(peer.Transfers().ShouldHaveSingleItem().Body).GetProperty("context").GetProperty("user").GetString().ShouldBe("alice");
    }

    [Fact]
    public async Task A_filter_gets_the_token_of_the_caller()
    {
        CancellationToken seen = default;
        var filter = new NotingFilter((context, next) =>
        {
            seen = context.Cancellation;
            return next(context);
        });
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);

        await ClientOf(driver, filter).CastAsync("echo", null, Limit);

        seen.ShouldBe(Limit);
    }

    [Fact]
    public async Task What_a_filter_does_not_pass_on_is_not_sent_and_a_call_has_no_result()
    {
        var filter = new NotingFilter(static (_, _) => Task.CompletedTask);
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);
        var client = ClientOf(driver, filter);

        (await client.CallAsync<string>("echo", null, Limit)).ShouldBeNull();
        (await client.CallAsync<int>("echo", null, Limit)).ShouldBe(0);
        await client.CastAsync("echo", null, Limit);

        filter.Seen.Select(one => one.Kind).ShouldBe([MessagingFilterKind.Call, MessagingFilterKind.Call, MessagingFilterKind.Cast]);
        driver.PendingDeliveries.ShouldBe(0);
        peer.Transfers().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_that_goes_on_twice_sends_twice()
    {
        var filter = new NotingFilter(static async (context, next) =>
        {
            await next(context);
            await next(context);
        });
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);

        await ClientOf(driver, filter).CastAsync("echo", null, Limit);

        peer.Transfers().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_first_filter_is_the_outermost_and_what_it_throws_is_what_the_caller_sees()
    {
        List<string> order = [];
        NotingFilter Named(string name) => new(async (context, next) =>
        {
            order.Add(name);
            await next(context);
            order.Add(name);
        });
        await using var peer = Accepting();
        await using var driver = Driver.Start(peer);

        await ClientOf(driver, Named("outer"), Named("inner")).CastAsync("echo", null, Limit);
        var thrown = await Should.ThrowAsync<KeyNotFoundException>(
            ClientOf(driver, new NotingFilter(static (_, _) => throw new KeyNotFoundException("none"))).CastAsync("echo", null, Limit));

        order.ShouldBe(["outer", "inner", "inner", "outer"]);
        thrown.Message.ShouldBe("none");
    }

    private static ScriptedPeer Accepting() => ScriptedPeer.Start(script => script.Answer = static _ => PeerAnswer.Accept);

    private static RpcClient ClientOf(Driver driver, params IMessagingFilter[] filters)
    {
        driver.Transport.Filters = filters;
        return driver.Transport.CreateRpcClient(Topic);
    }
}
