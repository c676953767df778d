namespace Amqp1.Hosting.Tests;

/// <summary>Finds files of the repository in which the tests run.</summary>
internal static class RepositoryFile
{
    /// <summary>Returns the cells of the table rows of a document. Only rows that begin with the given text are returned.</summary>
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
