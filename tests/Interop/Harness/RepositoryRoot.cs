namespace Amqp1.Interop.Tests.Harness;

/// <summary>Finds files of the repository from any folder in which the tests run.</summary>
internal static class RepositoryRoot
{
    private const string Marker = "Amqp1Hosting.sln";

    private static readonly Lazy<string> Root = new(Find);

    /// <summary>Returns the full path of a file or folder that is given relative to the repository's root.</summary>
    public static string Locate(params string[] parts) => Path.Combine([Root.Value, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Marker} is in no folder above {AppContext.BaseDirectory}.");
    }
}
