using System.Text.Json;
using Amqp1.Filters;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests of filters around the methods that a server runs.</summary>
public sealed class DispatchFilterTests : FaultTest
{
    private static readonly MessagingContext Alice = MessagingContext.FromUtf8("""{"user":"alice"}"""u8.ToArray());

    [Fact]
    public async Task A_filter_sees_the_request_and_may_change_its_context()
    {
        CancellationToken ofTheFilter = default;
        var filter = new NotingFilter((context, next) =>
        {
            ofTheFilter = context.Cancellation;
            context.Context = Alice;
            return next(context);
        });
        string? user = null;
        CancellationToken ofTheMethod = default;
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var client = driver.Client();
        driver.Transport.Filters = [filter];
        await driver.ServeAsync(
            new TestEndpoint((invocation, data) =>
            {
                user = JsonElement.Parse(invocation.Context.Context.Utf8Json.Span).GetProperty("user").GetString();
                ofTheMethod = invocation.Cancellation;
                return Task.FromResult(data);
            }),
            cancel: Limit);

        (await client.CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");

        var (kind, target, name) = filter.Seen.ShouldHaveSingleItem();
        (kind, name).ShouldBe((MessagingFilterKind.Dispatch, "echo"));
        (target.Topic, target.Server).ShouldBe(("test-topic", "server"));
        user.ShouldBe("alice");
        ofTheFilter.ShouldBe(ofTheMethod);
    }

    [Fact]
    public async Task A_request_that_a_filter_does_not_pass_on_is_answered_with_no_result()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var client = driver.Client();
        driver.Transport.Filters = [new NotingFilter(static (_, _) => Task.CompletedTask)];
        var endpoint = new TestEndpoint();
        await driver.ServeAsync(endpoint, cancel: Limit);

        (await client.CallAsync<string>("echo", Echo("x"), Limit)).ShouldBeNull();

        endpoint.Requests.Count<string>().ShouldBe(0);
    }

    [Fact]
    public async Task What_a_filter_throws_is_the_failure_of_the_request()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var client = driver.Client();
        driver.Transport.Filters = [new NotingFilter(static (_, _) => throw new KeyNotFoundException("none"))];
        await driver.ServeAsync(new TestEndpoint(), cancel: Limit);

        (await Should.ThrowAsync<KeyNotFoundException>(client.CallAsync<string>("echo", Echo("x"), Limit))).Message.ShouldContain("none");
    }
}
