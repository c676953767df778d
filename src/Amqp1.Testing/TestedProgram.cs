using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amqp1.Testing;

/// <summary>
/// Runs the unchanged program of a worker service by its own entry point in the test process, connected to a <see cref="TestRouter"/>. It
/// does for programs without a web server what <c>WebApplicationFactory</c> does for web applications.
/// </summary>
/// <remarks>All members are thread-safe.</remarks>
public sealed class TestedProgram : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly IHost _host;
    private readonly Task _program;

    private TestedProgram(IHost host, Task program)
    {
        _host = host;
        _program = program;
    }

    /// <summary>The services of the program.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>
    /// Runs the entry point of the assembly of <typeparamref name="TProgram"/> and connects the host that it builds to the router.
    /// Completes when the host has started, is connected and serves.
    /// </summary>
    /// <typeparam name="TProgram">
    /// Any type of the program's assembly, usually <c>Program</c>. In a program with top-level statements,
    /// <c>public partial class Program;</c> makes this type visible.
    /// </typeparam>
    /// <param name="router">The router. The caller disposes of it after the program.</param>
    /// <param name="configure">Replaces services after the program has registered its own; null to replace none.</param>
    /// <param name="arguments">The command-line arguments; null for none.</param>
    /// <param name="cancel">Cancels the wait and stops the program.</param>
    /// <exception cref="InvalidOperationException">
    /// The assembly has no entry point, or the program ended before its host had started. The inner exception is the exception of the
    /// program.
    /// </exception>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Tests are not trimmed.")]
    public static async Task<TestedProgram> StartAsync<TProgram>(
        TestRouter router, Action<IServiceCollection>? configure = null, IReadOnlyList<string>? arguments = null, CancellationToken cancel = default)
        where TProgram : class
    {
        ArgumentNullException.ThrowIfNull(router);
        var assembly = typeof(TProgram).Assembly;
        var main = assembly.EntryPoint ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no entry point, so that it is not a program.");
        var hook = new HostHook(builder =>
        {
            // The entry assembly is the test runner, not the program whose generated code the host looks for.
            builder.ConfigureAppConfiguration((context, _) => context.HostingEnvironment.ApplicationName = assembly.GetName().Name!);
            builder.ConfigureServices(services =>
            {
                services.UseAmqp1TestRouter(router);
                configure?.Invoke(services);
            });
        });
        var program = hook.Run(() => Invoke(main, [.. arguments ?? []]));
        TestedProgram? tested = null;
        try
        {
            tested = new TestedProgram(await BuiltAsync(hook.Built, program, cancel).ConfigureAwait(false), program);
            await tested.StartedAsync(cancel).ConfigureAwait(false);
            return tested;
        }
        catch
        {
            hook.Abandon();
            if (hook.Built.IsCompletedSuccessfully)
            {
                tested ??= new TestedProgram(await hook.Built.ConfigureAwait(false), program);
                await tested.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Completes when the program has ended by itself. Throws the exception of the program, if it threw one.</summary>
    public Task WaitForExitAsync(CancellationToken cancel = default) => _program.WaitAsync(cancel);

    /// <summary>
    /// Stops the host and waits at most a minute for the program to end. Does not throw an exception of the program;
    /// <see cref="WaitForExitAsync"/> does. A second call does nothing.
    /// </summary>
    /// <exception cref="TimeoutException">The program did not end in time.</exception>
    public async ValueTask DisposeAsync()
    {
        if (!_program.IsCompleted)
        {
            try
            {
                Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            }
            catch (ObjectDisposedException)
            {
                // The program has disposed of its host and is about to end.
            }
        }

        await Task.WhenAny(_program).WaitAsync(StopLimit).ConfigureAwait(false);
    }

    private static void Invoke(MethodInfo main, string[] arguments)
    {
        try
        {
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, main.GetParameters().Length == 0 ? [] : [arguments], culture: null);
        }
        catch (HostHook.NotWantedException)
        {
            // The wait for the host was cancelled, so the build of the host was aborted.
        }
    }

    private static async Task<IHost> BuiltAsync(Task<IHost> built, Task program, CancellationToken cancel)
    {
        await Task.WhenAny(built, program).WaitAsync(cancel).ConfigureAwait(false);
        return built.IsCompletedSuccessfully ? await built.ConfigureAwait(false) : throw Ended(program);
    }

    private static InvalidOperationException Ended(Task program) =>
        new("The program ended before its host had started.", program.Exception?.InnerException);

    private async Task StartedAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => started.TrySetResult());
        await Task.WhenAny(started.Task, _program).WaitAsync(cancel).ConfigureAwait(false);
        if (!started.Task.IsCompleted)
        {
            throw Ended(_program);
        }
    }
}
