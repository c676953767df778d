using Microsoft.Extensions.Time.Testing;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests that the deadline of a request applies to the calls that are made while it is served, and not to later ones.</summary>
public sealed class BackgroundWorkTests : FaultTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Work_that_a_request_has_begun_may_call_when_the_deadline_of_the_request_has_passed()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time);
        var requestIsOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string?>? background = null;
        await driver.ServeAsync(
            new TestEndpoint((_, data) =>
            {
                // A singleton that is created while a request is served, and refreshes itself from then on, behaves like this.
                background ??= Task.Run(async () =>
                {
                    await requestIsOver.Task;
                    return await driver.Client("back").CallAsync<string>("echo", Echo("refreshed"), Limit);
                });
                return Task.FromResult(data);
            }),
            cancel: Limit);
        await driver.ServeAsync(new TestEndpoint(), topic: "back", cancel: Limit);

        (await driver.Client(timeout: TimeSpan.FromSeconds(2)).CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        _time.Advance(TimeSpan.FromMinutes(1));
        requestIsOver.SetResult();

        (await background!).ShouldBe("refreshed");
    }

    [Fact]
    public async Task Whatever_has_captured_the_execution_context_of_a_request_calls_with_the_timeout_of_its_client()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time);
        ExecutionContext? captured = null;
        await driver.ServeAsync(
            new TestEndpoint((_, data) =>
            {
                // Timers, registrations with tokens and event handlers capture the context in this way.
                captured = ExecutionContext.Capture();
                return Task.FromResult(data);
            }),
            cancel: Limit);
        await driver.ServeAsync(new TestEndpoint(), topic: "back", cancel: Limit);

        await driver.Client(timeout: TimeSpan.FromSeconds(2)).CallAsync<string>("echo", Echo("x"), Limit);
        _time.Advance(TimeSpan.FromSeconds(5));
        Task<string?>? call = null;
        ExecutionContext.Run(captured!, _ => call = driver.Client("back").CallAsync<string>("echo", Echo("ticked"), Limit), null);

        (await call!).ShouldBe("ticked");
    }

    [Fact]
    public async Task While_the_request_is_served_its_calls_end_with_its_deadline()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, time: _time);
        var inner = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var back = new TestEndpoint(async (_, data) =>
        {
            await inner.Task;
            return data;
        });
        await driver.ServeAsync(
            new TestEndpoint(async (_, data) =>
            {
                // The timeout of this client is a minute.
                inner.SetResult(await Should.ThrowAsync<MessagingTimeoutException>(driver.Client("back").CallAsync<string>("echo", Echo(data), Limit)));
                return data;
            }),
            cancel: Limit);
        await driver.ServeAsync(back, topic: "back", cancel: Limit);

        var call = Should.ThrowAsync<MessagingTimeoutException>(driver.Client(timeout: TimeSpan.FromSeconds(2)).CallAsync<string>("echo", Echo("x"), Limit));
        await back.Requests.FirstAsync<string>(cancel: Limit);
        _time.Advance(TimeSpan.FromSeconds(3));

        await call;
        await inner.Task.WaitAsync(Limit);
    }
}
