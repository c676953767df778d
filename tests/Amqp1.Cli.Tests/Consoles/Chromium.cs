using System.Diagnostics;

namespace Amqp1.Cli.Tests.Consoles;

/// <summary>Headless Chromium, which loads a page, runs its scripts and shows what became of it.</summary>
internal static class Chromium
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private static string? Path { get; } = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    /// <summary>Skips the test if there is no browser.</summary>
    public static void Require() => Assert.SkipWhen(Path is null, "Chromium is not installed (the package chromium of Debian).");

    /// <summary>Returns the document as markup, after its scripts have run for the given number of milliseconds of their time.</summary>
    public static Task<BrowserResult> ReadAsync(Uri page, int milliseconds = 6000) => RunAsync($"--virtual-time-budget={milliseconds}", "--dump-dom", page.ToString());

    private static async Task<BrowserResult> RunAsync(params string[] args)
    {
        var profile = Directory.CreateTempSubdirectory("amqp1-chromium-");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(
                Path!,
                ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", $"--user-data-dir={profile.FullName}", .. args])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Limit);
            try
            {
                var document = await process.StandardOutput.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                return new BrowserResult(document, [.. (await errors).Split('\n').Where(line => line.Contains("CONSOLE"))]);
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }
}
