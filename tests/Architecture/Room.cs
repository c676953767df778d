namespace Amqp1.Architecture.Tests;

/// <summary>A folder of source files.</summary>
/// <param name="Project">The project, such as <c>Amqp1.Core</c>.</param>
/// <param name="Folder">The folder below the project, with slashes; empty for the files beside the project file.</param>
internal sealed record Room(string Project, string Folder) : IComparable<Room>
{
    /// <summary>The assembly of AMQPNetLite.</summary>
    public const string AmqpNetLiteAssembly = "Amqp.Net";

    /// <summary>The library AMQPNetLite, which few rooms may know. It counts as a room without files.</summary>
    public static Room AmqpNetLite { get; } = new("AMQPNetLite", "");

    /// <summary>Returns the room of a file. The path of the file is relative to <c>src</c>, with slashes.</summary>
    public static Room Of(string file)
    {
        var parts = file.Split('/');
        return new Room(parts[0], string.Join('/', parts[1..^1]));
    }

    public int CompareTo(Room? other) => string.CompareOrdinal(ToString(), other?.ToString());

    public override string ToString() => Folder.Length == 0 ? Project : $"{Project}/{Folder}";
}
