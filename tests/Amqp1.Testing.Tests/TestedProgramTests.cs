using System.Text.Json;
using Amqp1.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Amqp1.Testing.Tests;

/// <summary>Tests that the unchanged program of a worker service runs against the router of the test.</summary>
public sealed class TestedProgramTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_is_started_by_its_own_entry_point_called_and_stopped()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        var program = await TestedProgram.StartAsync<Program>(router, cancel: Cancel);
        var flavors = router.Transport.CreateRpcClient(Target.ForTopic("flavors"));

        (await flavors.CallAsync<Flavor>("get_flavor", new { Id = "m1.small" }, Cancel)).ShouldBe(new Flavor("m1.small", 1, 2048));
        (await flavors.CallAsync<JsonElement>("get_ram_range", cancel: Cancel)).GetRawText().ShouldBe("[2048,8192]");
        (await flavors.CallAsync<(int, int)>("get_ram_range", cancel: Cancel)).ShouldBe((2048, 8192));
        await Should.ThrowAsync<KeyNotFoundException>(() => flavors.CallAsync("get_flavor", new { Id = "none" }, Cancel));

        await program.DisposeAsync();
        await program.WaitForExitAsync(Cancel);
    }

    [Fact]
    public async Task Services_are_replaced_and_programs_run_at_the_same_time()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);
        await using var other = await TestRouter.StartAsync(cancel: Cancel);
        var starting = TestedProgram.StartAsync<Program>(router, services => services.Replace(ServiceDescriptor.Singleton<FlavorTable, OneFlavor>()), cancel: Cancel);
        await using var second = await TestedProgram.StartAsync<Program>(other, cancel: Cancel);
        await using var first = await starting;

        (await RangeAsync(router)).ShouldBe((7, 7));
        (await RangeAsync(other)).ShouldBe((2048, 8192));
        first.Services.GetRequiredService<FlavorTable>().ShouldBeOfType<OneFlavor>();
    }

    [Fact]
    public async Task A_program_that_cannot_start_says_why()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => TestedProgram.StartAsync<Program>(
            router, services => services.AddHostedService<Failing>(), cancel: Cancel));

        failure.Message.ShouldContain("before its host had started");
        failure.InnerException.ShouldBeOfType<NotSupportedException>();
    }

    [Fact]
    public async Task An_assembly_without_an_entry_point_is_no_program()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        (await Should.ThrowAsync<InvalidOperationException>(() => TestedProgram.StartAsync<TestRouter>(router, cancel: Cancel))).Message.ShouldContain("Amqp1.Testing has no entry point");
    }

    [Fact]
    public async Task The_wait_can_be_ended()
    {
        await using var router = await TestRouter.StartAsync(cancel: Cancel);

        await Should.ThrowAsync<OperationCanceledException>(() => TestedProgram.StartAsync<Program>(router, cancel: new CancellationToken(canceled: true)));
    }

    private static Task<(int, int)> RangeAsync(TestRouter router) =>
        router.Transport.CreateRpcClient(Target.ForTopic("flavors")).CallAsync<(int, int)>("get_ram_range", cancel: Cancel);

    private sealed class OneFlavor : FlavorTable
    {
        public override IReadOnlyList<Flavor> All => [new("one", 1, 7)];
    }

    private sealed class Failing : Microsoft.Extensions.Hosting.IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new NotSupportedException("no");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
