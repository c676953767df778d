namespace Amqp1.Embedded.Web;

/// <summary>The files of the console page, which are resources of this assembly.</summary>
/// <param name="Name">The name of the file, which is the last segment of its URL; empty for the page itself.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="Bytes">The content.</param>
internal sealed record ConsoleContent(string Name, string ContentType, byte[] Bytes)
{
    /// <summary>All files.</summary>
    public static IReadOnlyList<ConsoleContent> All { get; } =
    [
        new("", "text/html; charset=utf-8", Read("index.html")),
        new("console.css", "text/css; charset=utf-8", Read("console.css")),
        new("console.js", "text/javascript; charset=utf-8", Read("console.js")),
    ];

    private static byte[] Read(string name)
    {
        using var stream = typeof(ConsoleContent).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
