using Microsoft.Data.Sqlite;

namespace Pipeline.Processor.Embedded.Storage;

/// <summary>
/// Short forms for statements that are not hot. Arguments are bound by position: <c>$0</c>, <c>$1</c>, …
/// </summary>
internal static class SqliteCommands
{
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object> arguments)
    {
        using var command = connection.Command(sql, arguments);
        return command.ExecuteNonQuery();
    }

    public static List<T> Rows<T>(
        this SqliteConnection connection,
        string sql,
        Func<SqliteDataReader, T> row,
        params ReadOnlySpan<object> arguments
    )
    {
        using var command = connection.Command(sql, arguments);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public static long Number(this SqliteConnection connection, string sql, params ReadOnlySpan<object> arguments) =>
        connection.FindNumber(sql, arguments)
        ?? throw new InvalidOperationException("The query returned no row: " + sql);

    public static long? FindNumber(this SqliteConnection connection, string sql, params ReadOnlySpan<object> arguments)
    {
        using var command = connection.Command(sql, arguments);
        return command.ExecuteScalar() is long number ? number : null;
    }

    private static SqliteCommand Command(
        this SqliteConnection connection,
        string sql,
        params ReadOnlySpan<object> arguments
    )
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < arguments.Length; i++)
        {
            command.Parameters.AddWithValue("$" + i, arguments[i]);
        }

        return command;
    }
}
