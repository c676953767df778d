namespace Amqp1.Hosting.Tests;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class RepositoryFile
{
    /// <summary>The rows of the tables in a document whose first cell begins like that, cell by cell.</summary>
    public static string[][] Rows(string document, string start) =>
    [
        .. File.ReadLines(Find(document))
            .Where(line => line.StartsWith(start, StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries)),
    ];

    public static string Find(string path)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, path);
            if (Path.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException($"{path} is not above {AppContext.BaseDirectory}.");
    }
}
