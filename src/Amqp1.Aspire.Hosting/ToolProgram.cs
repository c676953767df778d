using System.Reflection;
using Aspire.Hosting.ApplicationModel;

namespace Amqp1.AppHost;

/// <summary>How the tool <c>amqp1</c> is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">The arguments of the program that precede those of the tool.</param>
internal sealed record ToolProgram(string FileName, IReadOnlyList<string> Arguments) : IResourceAnnotation
{
    /// <summary>
    /// The package of the tool in the version of this package, which the SDK downloads and runs. A developer who builds an AppHost has the
    /// SDK, so that nothing needs to be installed.
    /// </summary>
    public static ToolProgram OfPackage { get; } = new("dotnet", ["tool", "exec", $"Amqp1.Cli@{Version}", "--yes", "--"]);

    // The build may add the commit after a plus sign.
    private static string Version =>
        typeof(ToolProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Returns the program of a resource.</summary>
    public static ToolProgram Of(IResource resource) => resource.Annotations.OfType<ToolProgram>().Last();
}
