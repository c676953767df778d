using System.Diagnostics;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>What the tests need that is not in the repository; a test whose requirement is missing is skipped with the reason.</summary>
internal static class PeerRequirements
{
    private static readonly Lazy<Task<string?>> MissingPython = new(() => MissingModulesAsync("oslo_messaging, pyngus, proton"));
    private static readonly Lazy<Task<string?>> MissingSuite = new(() => MissingModulesAsync("oslotest, testtools, fixtures"));

    /// <summary>The interpreter that has oslo.messaging: Debian's, unless <c>AMQP1_TEST_PYTHON</c> names another.</summary>
    public static string Python { get; } = Environment.GetEnvironmentVariable("AMQP1_TEST_PYTHON") ?? "/usr/bin/python3";

    public static string ProtonBroker { get; } = RepositoryRoot.Locate("artifacts", "peers", "proton-broker");

    /// <summary>Python with oslo.messaging and its AMQP 1.0 driver.</summary>
    public static async Task RequirePythonAsync() => SkipIf(await MissingPython.Value);

    /// <summary>What upstream's own test suite needs besides.</summary>
    public static async Task RequireUpstreamSuiteAsync()
    {
        await RequirePythonAsync();
        SkipIf(await MissingSuite.Value);
    }

    /// <summary>Proton's example broker, which <c>eng/install-peers</c> compiles.</summary>
    public static void RequireProtonBroker() =>
        SkipIf(File.Exists(ProtonBroker) ? null : "Proton's example broker is not built (eng/install-peers).");

    private static void SkipIf(string? missing)
    {
        if (missing is not null)
        {
            Assert.Skip(missing);
        }
    }

    private static async Task<string?> MissingModulesAsync(string modules)
    {
        if (!File.Exists(Python))
        {
            return $"{Python} does not exist.";
        }

        var start = new ProcessStartInfo(Python, ["-c", $"import {modules}"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var reason = error.TrimEnd().Split('\n')[^1];
        return process.ExitCode == 0 ? null : $"{Python} cannot import {modules}: {reason} (eng/install-peers).";
    }
}
