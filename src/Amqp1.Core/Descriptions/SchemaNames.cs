namespace Amqp1.Descriptions;

/// <summary>Gives each type a name that no other type has, made of letters and digits.</summary>
internal sealed class SchemaNames
{
    private readonly Dictionary<Type, string> _names = [];
    private readonly HashSet<string> _taken = [];

    /// <summary>Returns the name of a type, and whether the type got it just now.</summary>
    public (string Name, bool IsNew) Of(Type type)
    {
        if (_names.TryGetValue(type, out var known))
        {
            return (known, false);
        }

        var plain = Plain(type);
        var name = plain;
        for (var number = 2; !_taken.Add(name); number++)
        {
            name = $"{plain}{number}";
        }

        _names.Add(type, name);
        return (name, true);
    }

    private static string Plain(Type type)
    {
        var arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        var letters = string.Concat((arity < 0 ? type.Name : type.Name[..arity]).Where(char.IsAsciiLetterOrDigit));
        var name = letters.Length == 0 || char.IsAsciiDigit(letters[0]) ? "Type" + letters : letters;
        return type.IsGenericType ? name + "Of" + string.Join("And", type.GetGenericArguments().Select(Plain)) : name;
    }
}
