namespace Amqp1.Architecture.Tests;

/// <summary>The description of one room in the plan of the house.</summary>
/// <param name="Room">The room.</param>
/// <param name="Purpose">A phrase that says what the room contains.</param>
/// <param name="Knows">The rooms whose symbols it may use.</param>
internal sealed record Entry(Room Room, string Purpose, IReadOnlyList<Room> Knows)
{
    /// <summary>
    /// Creates an entry from its short form: rooms are written <c>Project/Folder</c>, or <c>/Folder</c> for another folder of the same
    /// project.
    /// </summary>
    public static Entry Of(string room, string purpose, params string[] knows)
    {
        var own = Parse(room);
        return new Entry(own, purpose, [.. knows.Select(other => Parse(other.StartsWith('/') ? own.Project + other : other)).Order()]);
    }

    private static Room Parse(string text) => text.TrimEnd('/').Split('/', 2) is [var project, var folder] ? new Room(project, folder) : new Room(text.TrimEnd('/'), "");
}
