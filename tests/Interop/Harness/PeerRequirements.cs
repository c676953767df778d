using System.Diagnostics;
using Amqp1.Interop.Tests.Harness.Rabbit;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>
/// The requirements of the tests that are not in the repository. A test whose requirement is missing is skipped with the reason.
/// </summary>
internal static class PeerRequirements
{
    private static readonly Lazy<Task<string?>> MissingPython = new(() => MissingModulesAsync("oslo_messaging, pyngus, proton"));
    private static readonly Lazy<Task<string?>> MissingCyrus = new(async () =>
        await FailureAsync("import proton; raise SystemExit(not proton.SASL.extended())") is null ? null : $"The Proton of {Python} is built without Cyrus SASL.");

    private static readonly Lazy<Task<string?>> MissingSuite = new(() => MissingModulesAsync("oslotest, testtools, fixtures"));

    /// <summary>The interpreter with oslo.messaging, which is Debian's unless <c>AMQP1_TEST_PYTHON</c> names another one.</summary>
    public static string Python { get; } = Environment.GetEnvironmentVariable("AMQP1_TEST_PYTHON") ?? "/usr/bin/python3";

    /// <summary>The folder with the Node.js package rhea.</summary>
    public static string RheaModules { get; } = Path.Combine(PeerFolder.Path, "rhea", "node_modules");

    public static string ProtonBroker { get; } = RepositoryRoot.Locate("artifacts", "peers", "proton-broker");

    /// <summary>Requires Python with oslo.messaging and its AMQP 1.0 driver.</summary>
    public static async Task RequirePythonAsync() => SkipIf(await MissingPython.Value);

    /// <summary>Requires, in addition, the packages of upstream's own test suite.</summary>
    public static async Task RequireUpstreamSuiteAsync()
    {
        await RequirePythonAsync();
        SkipIf(await MissingSuite.Value);
    }

    /// <summary>
    /// Requires SASL mechanisms other than ANONYMOUS, PLAIN and EXTERNAL in Python. Proton may be built without Cyrus SASL.
    /// </summary>
    public static async Task RequireCyrusAsync()
    {
        await RequirePythonAsync();
        SkipIf(await MissingCyrus.Value);
    }

    /// <summary>Requires Proton's example broker, which <c>eng/install-peers</c> compiles.</summary>
    public static void RequireProtonBroker() =>
        SkipIf(File.Exists(ProtonBroker) ? null : "Proton's example broker is not built (eng/install-peers).");

    /// <summary>Requires Node.js and the package rhea, which <c>eng/install-peers</c> installs.</summary>
    public static void RequireRhea() => SkipIf(
        !File.Exists(Path.Combine(RheaModules, "rhea", "package.json")) ? $"rhea is not installed in {RheaModules} (eng/install-peers)." :
        Find("node") is null ? "Node.js is not installed." : null);

    /// <summary>Returns the full path of an example of Proton for C++, which <c>eng/install-peers</c> compiles.</summary>
    public static string RequireProtonExample(string name)
    {
        var path = RepositoryRoot.Locate("artifacts", "peers", name);
        SkipIf(File.Exists(path) ? null : $"Proton's example {name} is not built (eng/install-peers).");
        return path;
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

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

        return await FailureAsync($"import {modules}") is { } reason ? $"{Python} cannot import {modules}: {reason} (eng/install-peers)." : null;
    }

    /// <summary>Returns the last line of the errors of a Python program; null if it succeeds.</summary>
    private static async Task<string?> FailureAsync(string program)
    {
        var start = new ProcessStartInfo(Python, ["-c", program]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : error.TrimEnd().Split('\n')[^1];
    }
}
