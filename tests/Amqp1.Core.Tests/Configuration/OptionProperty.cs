using System.Reflection;
using Amqp1.Configuration;

namespace Amqp1.Core.Tests.Configuration;

/// <summary>An option that the binder sees. The options are found by reflection, so that no list in a test can be incomplete.</summary>
internal sealed record OptionProperty(string Key, PropertyInfo Property, Func<Amqp1Options, object> Owner)
{
    public static IReadOnlyList<OptionProperty> All { get; } = [.. Of(typeof(Amqp1Options), Amqp1Options.SectionName, options => options)];

    public object? Get(Amqp1Options options) => Property.GetValue(Owner(options));

    public void Set(Amqp1Options options, object? value) => Property.SetValue(Owner(options), value);

    public override string ToString() => Key;

    private static IEnumerable<OptionProperty> Of(Type type, string prefix, Func<Amqp1Options, object> owner)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{prefix}:{property.Name}";
            if (property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal))
            {
                foreach (var inner in Of(property.PropertyType, key, options => property.GetValue(owner(options))!))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return new OptionProperty(key, property, owner);
            }
        }
    }
}
